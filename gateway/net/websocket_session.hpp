#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/connection/deadlines.hpp"
#include "gateway/core/connection/lifecycle.hpp"
#include "gateway/core/connection/outbox.hpp"
#include "gateway/core/websocket/decoder.hpp"
#include "gateway/core/websocket/deflate.hpp"
#include "gateway/net/poller.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/ports/session.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::net {

class Shard;

/// One WebSocket connection: moves bytes between its socket, the decoder and the outbox, and does
/// what the lifecycle says. Decides nothing itself. Shard only.
///
/// Costs no buffers while idle: input is read into the shard's buffer, output collected in the
/// shard's cork, and only what the socket does not take waits in the outbox.
class WebsocketSession final : public ports::Session, public Pollable, public DeadlineEntry {
public:
    WebsocketSession(
        Shard& shard,
        Transport transport,
        std::shared_ptr<const ConnectionFacts> facts,
        const Limits& limits,
        const std::optional<websocket::DeflateAgreement>& agreement
    );
    ~WebsocketSession();
    WebsocketSession(const WebsocketSession&) = delete;
    WebsocketSession& operator=(const WebsocketSession&) = delete;

    /// Writes `greeting` (the 101 response), then treats `early` as the first bytes of the client.
    void open(std::string_view greeting, std::string_view early);

    [[nodiscard]] const std::shared_ptr<const ConnectionFacts>& facts() const noexcept override {
        return facts_;
    }
    [[nodiscard]] ports::Delivery send(std::string_view text) override;
    void close_not_reading() override;

    /// `send` for a message encoded already.
    [[nodiscard]] ports::Delivery send_encoded(std::string_view frames);
    /// Window the client's inflater has, or 0 when permessage-deflate was not negotiated.
    [[nodiscard]] int deflate_window_bits() const noexcept { return deflate_window_bits_; }

    /// Ends the connection for `reason`; nothing happens if it is ending already.
    void close(CloseReason reason);
    /// Reads no more (drain) or again.
    void pause_reading(bool is_paused);
    /// Its deadline has passed.
    void expired();
    /// TCP ends now and, unless it happened before, so does the connection.
    void abort();

    void ready(std::uint32_t events) override;

    [[nodiscard]] bool is_open() const noexcept {
        return lifecycle_.state() == Lifecycle::State::open && !is_lost_;
    }
    /// When a message last went either way; at first, when it connected.
    [[nodiscard]] Instant last_active_at() const noexcept { return last_active_at_; }

private:
    friend class Cork;
    friend class Shard;

    /// Writes `bytes`, keeping in the outbox what the socket does not take.
    void write_now(std::string_view bytes);
    void write_outbox();
    /// Keeps `frames` in the outbox; false when it is full.
    bool push(std::string_view frames);
    /// The socket failed. What follows from it waits for the end of the turn: whoever writes may be
    /// in the middle of something that a `$disconnect` handler would disturb.
    void lose();
    void read_buffered();
    void read();
    void decode(std::span<char> input);
    void dispatch(std::string_view text);
    void perform(const Lifecycle::Action& action);
    void begin_lingering();
    void destroy();
    [[nodiscard]] bool is_gone() const noexcept { return is_lost_ || is_dead_; }
    [[nodiscard]] bool has_room(std::size_t bytes) const noexcept;
    void send_control(std::string_view frame);
    [[nodiscard]] bool must_not_read() const noexcept;
    void resume_if_room();
    void update_watch();
    void arm_deadline();

    Shard& shard_;
    Transport transport_;
    std::shared_ptr<const ConnectionFacts> facts_;
    websocket::Decoder decoder_;
    Lifecycle lifecycle_;
    Outbox outbox_;
    /// API of this connection in the snapshot of `snapshot_version_`.
    std::size_t api_ = 0;
    std::uint64_t snapshot_version_ = 0;
    /// Position among the shard's sessions.
    std::size_t position_ = 0;
    Instant last_active_at_;
    std::uint32_t watched_ = 0;
    std::size_t outbox_bytes_;
    std::uint32_t frame_bytes_;
    std::uint32_t compression_threshold_bytes_;
    std::int8_t deflate_window_bits_ = 0;
    /// The gateway drains: what the client sends is not read.
    bool is_paused_ = false;
    /// The client does not read, so we do not read from it.
    bool is_choked_ = false;
    /// The last Close is on its way; input is discarded until the peer ends TCP.
    bool is_lingering_ = false;
    /// TLS cannot read before it has written.
    bool is_read_waiting_to_write_ = false;
    /// The socket failed; `abort` follows at the end of the turn.
    bool is_lost_ = false;
    bool is_dead_ = false;
};

}  // namespace postern::net
