#include "gateway/core/connection/lifecycle.hpp"

#include <algorithm>
#include <utility>

namespace postern {
namespace {

constexpr std::uint16_t no_status = 1005;

/// `start + wait`, or never.
Tick after(Tick start, Tick wait) noexcept {
    return wait > Tick::max() - std::max(start, Tick{0}) ? Tick::max() : start + wait;
}

}  // namespace

Lifecycle::Lifecycle(const LifecycleLimits& limits, Tick now) noexcept
    : limits_(limits),
      connected_at_(now),
      last_active_at_(now) {}

bool Lifecycle::message_received(Tick now) noexcept {
    if (state_ != State::open) return false;
    last_active_at_ = now;
    return true;
}

void Lifecycle::control_received(Tick now) noexcept {
    if (limits_.control_frames_reset_idle) last_active_at_ = now;
}

void Lifecycle::message_sent(Tick now) noexcept {
    last_active_at_ = now;
}

void Lifecycle::write_progress(bool is_waiting, Tick now) noexcept {
    if (is_waiting)
        stalled_since_ = now;
    else
        stalled_since_.reset();
}

Lifecycle::Action Lifecycle::close_received(std::uint16_t code, std::string_view reason, Tick now) {
    switch (state_) {
        case State::open: {
            auto reported = code == no_status ? close_reasons::client_without_status()
                                              : CloseReason{code, std::string(reason)};
            return send_last({code, {}}, std::move(reported), now);
        }
        case State::closing:
            return drop(std::nullopt);
        case State::closed:
            break;
    }
    return {};
}

Lifecycle::Action Lifecycle::close_requested(CloseReason reason, Tick now) {
    if (state_ != State::open) return {};
    return begin_close(std::move(reason), now);
}

Lifecycle::Action Lifecycle::protocol_failed(CloseReason reason, Tick now) {
    switch (state_) {
        case State::open: {
            CloseReason reported = reason;
            return send_last(std::move(reason), std::move(reported), now);
        }
        case State::closing:
            return drop(std::nullopt);  // Close was sent already
        case State::closed:
            break;
    }
    return {};
}

Lifecycle::Action Lifecycle::transport_lost() {
    switch (state_) {
        case State::open:
            return drop(close_reasons::lost());
        case State::closing:
            return drop(std::nullopt);
        case State::closed:
            // A last Close may still have been on its way.
            if (has_transport_) return drop(std::nullopt);
            break;
    }
    return {};
}

Lifecycle::Action Lifecycle::due(Tick now) {
    if (now < next_deadline()) return {};
    if (state_ != State::open) return drop(std::nullopt);
    if (stalled_since_ && now >= after(*stalled_since_, limits_.write_stall_timeout))
        return drop(close_reasons::not_reading());
    return begin_close(close_reasons::going_away(), now);
}

Tick Lifecycle::next_deadline() const noexcept {
    if (!has_transport_) return Tick::max();
    if (state_ != State::open) return after(closing_since_, limits_.close_timeout);
    const Tick idle = after(last_active_at_, limits_.idle_timeout);
    const Tick duration = after(connected_at_, limits_.connection_duration);
    const Tick stall =
        stalled_since_ ? after(*stalled_since_, limits_.write_stall_timeout) : Tick::max();
    return std::min({idle, duration, stall});
}

/// Sends Close and waits for the peer's.
Lifecycle::Action Lifecycle::begin_close(CloseReason reason, Tick now) {
    state_ = State::closing;
    closing_since_ = now;
    CloseReason reported = reason;
    return {Action::Kind::send_close, std::move(reason), std::move(reported)};
}

/// Sends the Close after which nothing is awaited.
Lifecycle::Action Lifecycle::send_last(CloseReason close, CloseReason reported, Tick now) {
    state_ = State::closed;
    closing_since_ = now;
    return {Action::Kind::send_close_and_drop, std::move(close), std::move(reported)};
}

/// Ends TCP.
Lifecycle::Action Lifecycle::drop(std::optional<CloseReason> reported) {
    state_ = State::closed;
    has_transport_ = false;
    return {Action::Kind::drop, {}, std::move(reported)};
}

}  // namespace postern
