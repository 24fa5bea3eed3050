#pragma once

#include "gateway/core/connection/close_reason.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace postern {

/// Milliseconds on a clock that never jumps, from an arbitrary start.
using Tick = std::chrono::milliseconds;

/// Time limits of one connection; `Tick::max()` means without limit.
struct LifecycleLimits {
    /// Without a data message in either direction (AWS: 10 minutes).
    Tick idle_timeout{600'000};
    /// Since the connection was accepted, however busy it is (AWS: 2 hours).
    Tick connection_duration{7'200'000};
    /// For the peer to answer our Close, and for the last bytes to leave before TCP is cut.
    Tick close_timeout{5'000};
    /// With bytes waiting of which the client takes none.
    Tick write_stall_timeout{30'000};
    /// Whether pings and pongs count as activity. On AWS they are not known to.
    bool control_frames_reset_idle = false;
};

/// The life of one accepted connection as a state machine: events in, what to do out. No clock, no
/// socket.
///
/// open → closing (we sent Close, the peer has not answered) → closed (nothing more is read; a last
/// Close may still be on its way out, for `close_timeout` at most). `disconnected` is set on
/// exactly one action of a connection's life, whatever ends it: that is when it leaves the registry
/// and `$disconnect` runs.
class Lifecycle {
public:
    enum class State : std::uint8_t { open, closing, closed };

    struct Action {
        enum class Kind : std::uint8_t {
            none,
            send_close,           ///< Send Close with `close`, keep reading for the peer's answer.
            send_close_and_drop,  ///< Send Close with `close`, then end TCP when it is written.
            drop,                 ///< End TCP now.
        };
        Kind kind = Kind::none;
        /// What to send; meaningful for the two kinds that send.
        CloseReason close;
        /// Present on the one action that ends the connection for the API: the `$disconnect`
        /// event's code and text.
        std::optional<CloseReason> disconnected;
    };

    Lifecycle(const LifecycleLimits& limits, Tick now) noexcept;

    /// A data message arrived. False when it must be ignored (not open any more).
    [[nodiscard]] bool message_received(Tick now) noexcept;
    /// A ping or pong arrived.
    void control_received(Tick now) noexcept;
    /// A data message was offered to the client.
    void message_sent(Tick now) noexcept;
    /// Call with `true` when bytes start to wait for the client and whenever it takes some of them,
    /// with `false` when none wait any more. Not when more are added: that is no progress.
    void write_progress(bool is_waiting, Tick now) noexcept;

    /// The peer's Close frame; `code` 1005 when it carried none. Answered with an echo, or ends a
    /// close we began.
    [[nodiscard]] Action close_received(std::uint16_t code, std::string_view reason, Tick now);
    /// We want to close: a reason from `close_reasons`, or the decoder's verdict.
    [[nodiscard]] Action close_requested(CloseReason reason, Tick now);
    /// The peer broke the protocol: Close is sent and TCP ends, no answer is awaited.
    [[nodiscard]] Action protocol_failed(CloseReason reason, Tick now);
    /// Read or write failed, or the peer ended TCP.
    [[nodiscard]] Action transport_lost();
    /// Time passed: idle, duration, write stall or close timeout may be due. Idle and duration end
    /// with a Close handshake, the others with TCP, because a Close would not get through.
    [[nodiscard]] Action due(Tick now);

    [[nodiscard]] State state() const noexcept { return state_; }
    /// The earliest instant at which `due` can have something to do.
    [[nodiscard]] Tick next_deadline() const noexcept;

private:
    [[nodiscard]] Action begin_close(CloseReason reason, Tick now);
    [[nodiscard]] Action send_last(CloseReason close, CloseReason reported, Tick now);
    [[nodiscard]] Action drop(std::optional<CloseReason> reported);

    LifecycleLimits limits_;
    Tick connected_at_;
    Tick last_active_at_;
    /// Since when no waiting byte was taken; absent when none waits.
    std::optional<Tick> stalled_since_;
    /// When we sent Close.
    Tick closing_since_{0};
    State state_ = State::open;
    /// Whether TCP may still be up: a last Close keeps it so after `closed`.
    bool has_transport_ = true;
};

}  // namespace postern
