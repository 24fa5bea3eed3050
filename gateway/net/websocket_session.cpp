#include "gateway/net/websocket_session.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/quotas.hpp"
#include "gateway/core/websocket/encoder.hpp"
#include "gateway/net/shard.hpp"

#include <algorithm>
#include <utility>

namespace postern::net {
namespace {

/// The outbox holds this much beyond its capacity, so that a Close or pong always fits behind a
/// full load of messages.
constexpr std::size_t control_reserve_bytes = 4'096;
/// A turn's output beyond this is written at once rather than at its end.
constexpr std::size_t cork_limit_bytes = 262'144;

LifecycleLimits lifecycle_limits(const Limits& limits) {
    LifecycleLimits result;
    result.idle_timeout = limits.idle_timeout;
    result.connection_duration = limits.connection_duration;
    result.close_timeout = limits.close_timeout;
    result.write_stall_timeout = limits.write_stall_timeout;
    result.control_frames_reset_idle = limits.control_frames_reset_idle;
    return result;
}

websocket::DecoderLimits decoder_limits(const Limits& limits) {
    websocket::DecoderLimits result;
    result.frame_bytes = limits.frame_bytes;
    result.message_bytes = limits.message_bytes;
    return result;
}

}  // namespace

WebsocketSession::WebsocketSession(
    Shard& shard,
    Transport transport,
    std::shared_ptr<const ConnectionFacts> facts,
    const Limits& limits,
    const std::optional<websocket::DeflateAgreement>& agreement
)
    : shard_(shard),
      transport_(std::move(transport)),
      facts_(std::move(facts)),
      decoder_(decoder_limits(limits), agreement ? &*agreement : nullptr),
      lifecycle_(lifecycle_limits(limits), shard.now()),
      outbox_(limits.outbox_bytes + control_reserve_bytes),
      last_active_at_(facts_->connected_at),
      outbox_bytes_(limits.outbox_bytes),
      frame_bytes_(static_cast<std::uint32_t>(limits.frame_bytes)),
      compression_threshold_bytes_(static_cast<std::uint32_t>(limits.compression_threshold_bytes)) {
    if (agreement)
        deflate_window_bits_ = static_cast<std::int8_t>(agreement->server_max_window_bits);
}

WebsocketSession::~WebsocketSession() = default;

void WebsocketSession::open(std::string_view greeting, std::string_view early) {
    watched_ = EPOLLIN | EPOLLRDHUP;
    if (!shard_.poller().add(transport_.fd(), *this, watched_)) {
        abort();
        return;
    }
    arm_deadline();
    send_control(greeting);
    if (!early.empty()) {
        const std::span<char> buffer = shard_.read_buffer();
        const std::size_t size = std::min(early.size(), buffer.size());
        std::ranges::copy(early.substr(0, size), buffer.begin());
        decode(buffer.first(size));
    }
    read_buffered();
}

ports::Delivery WebsocketSession::send(std::string_view text) {
    if (!is_open()) return ports::Delivery::closed;
    std::string repaired;
    if (!utf8::is_valid(text)) {
        repaired = utf8::replace_invalid(text);
        text = repaired;
    }
    auto compressed = websocket::Compressed::no;
    if (deflate_window_bits_ != 0 && text.size() >= compression_threshold_bytes_) {
        const auto deflated = shard_.deflater().deflate(text, deflate_window_bits_);
        if (deflated) {
            compressed = websocket::Compressed::yes;
            text = *deflated;
        }
    }
    if (!has_room(websocket::encoded_size(text.size(), frame_bytes_))) return ports::Delivery::full;
    if (outbox_.is_empty()) {
        std::string& buffer = shard_.cork().buffer_for(*this);
        websocket::append_message(
            buffer, text, frame_bytes_, websocket::MessageKind::text, compressed
        );
        if (buffer.size() > cork_limit_bytes) {
            shard_.cork().flush();
        } else {
            shard_.schedule_flush();
        }
    } else {
        std::string& frames = shard_.encode_scratch();
        frames.clear();
        websocket::append_message(
            frames, text, frame_bytes_, websocket::MessageKind::text, compressed
        );
        if (!push(frames)) return ports::Delivery::full;
    }
    last_active_at_ = shard_.wall_now();
    lifecycle_.message_sent(shard_.now());
    return ports::Delivery::queued;
}

ports::Delivery WebsocketSession::send_encoded(std::string_view frames) {
    if (!is_open()) return ports::Delivery::closed;
    if (!has_room(frames.size())) return ports::Delivery::full;
    if (shard_.cork().holds(*this)) shard_.cork().flush();
    if (outbox_.is_empty()) {
        write_now(frames);
    } else if (!push(frames)) {
        return ports::Delivery::full;
    }
    last_active_at_ = shard_.wall_now();
    lifecycle_.message_sent(shard_.now());
    return ports::Delivery::queued;
}

void WebsocketSession::send_control(std::string_view frame) {
    if (!outbox_.is_empty()) {
        // Refused only when pongs nobody reads have used up the reserve; losing one more hurts no
        // one.
        push(frame);
        return;
    }
    shard_.cork().buffer_for(*this).append(frame);
    shard_.schedule_flush();
}

bool WebsocketSession::has_room(std::size_t bytes) const noexcept {
    const std::size_t corked = shard_.cork().holds(*this) ? shard_.cork().size_bytes() : 0;
    return outbox_.size_bytes() + corked + bytes <= outbox_bytes_;
}

void WebsocketSession::close_not_reading() {
    close(close_reasons::not_reading());
}

void WebsocketSession::close(CloseReason reason) {
    perform(lifecycle_.close_requested(std::move(reason), shard_.now()));
}

void WebsocketSession::abort() {
    perform(lifecycle_.transport_lost());
}

void WebsocketSession::pause_reading(bool is_paused) {
    is_paused_ = is_paused;
    update_watch();
    read_buffered();
}

void WebsocketSession::read_buffered() {
    // What TLS has decrypted already shows no readiness.
    if (!is_gone() && !must_not_read() && transport_.has_buffered_input()) read();
}

void WebsocketSession::expired() {
    const Lifecycle::Action action = lifecycle_.due(shard_.now());
    if (action.disconnected == close_reasons::not_reading()) shard_.counters().write_stalls.add();
    perform(action);
}

void WebsocketSession::ready(std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) write_outbox();
    const bool is_read_due =
        (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0 || is_read_waiting_to_write_;
    if (is_read_due && !is_gone()) read();
}

void WebsocketSession::read() {
    is_read_waiting_to_write_ = false;
    const std::span<char> buffer = shard_.read_buffer();
    // Small enough that the replies to one read cannot overfill an outbox that had room when it
    // began.
    const std::size_t size = std::clamp<std::size_t>(outbox_bytes_ / 4, 4'096, buffer.size());
    do {
        const IoResult result = transport_.read(buffer.first(size));
        switch (result.status) {
            case IoStatus::ok:
                shard_.counters().received_bytes.add(result.bytes);
                if (!is_lingering_) decode(buffer.first(result.bytes));
                break;
            case IoStatus::wants_read:
                return;
            case IoStatus::wants_write:
                is_read_waiting_to_write_ = true;
                update_watch();
                return;
            case IoStatus::closed:
            case IoStatus::failed:
                perform(lifecycle_.transport_lost());
                return;
        }
    } while (!is_gone() && transport_.has_buffered_input() && !must_not_read());
}

void WebsocketSession::decode(std::span<char> input) {
    using Kind = websocket::Decoded::Kind;
    while (!is_gone() && !is_lingering_) {
        const websocket::Decoded item = decoder_.next(input, shard_.decoder_scratch());
        switch (item.kind) {
            case Kind::need_more:
                return;
            case Kind::text:
                dispatch(item.payload);
                break;
            case Kind::binary:  // refused by the decoder, which is not told to allow it
            case Kind::pong:
                lifecycle_.control_received(shard_.now());
                break;
            case Kind::ping: {
                lifecycle_.control_received(shard_.now());
                std::string& frame = shard_.encode_scratch();
                frame.clear();
                websocket::append_pong(frame, item.payload);
                send_control(frame);
                break;
            }
            case Kind::close:
                perform(lifecycle_.close_received(item.code, item.payload, shard_.now()));
                return;
            case Kind::failed:
                perform(lifecycle_.protocol_failed(
                    CloseReason{item.code, std::string(item.payload)}, shard_.now()
                ));
                return;
        }
    }
}

void WebsocketSession::dispatch(std::string_view text) {
    if (!lifecycle_.message_received(shard_.now())) return;
    last_active_at_ = shard_.wall_now();
    if (text.size() > quotas::message_bytes) {
        shard_.counters().aws_would_refuse(observe::AwsRule::message_size);
    }
    const pipeline::Snapshot& snapshot = *shard_.services().snapshot;
    if (snapshot_version_ != snapshot.version) {
        api_ = snapshot.find(facts_->api_id, facts_->stage);
        snapshot_version_ = snapshot.version;
        if (api_ == pipeline::Snapshot::npos) {
            close(close_reasons::going_away());
            return;
        }
    }
    shard_.messages().run(*this, api_, text);
}

void WebsocketSession::write_now(std::string_view bytes) {
    while (!bytes.empty() && !is_gone()) {
        const IoResult result = transport_.write(bytes);
        if (result.status == IoStatus::ok) {
            shard_.counters().sent_bytes.add(result.bytes);
            bytes.remove_prefix(result.bytes);
            continue;
        }
        if (result.status == IoStatus::closed || result.status == IoStatus::failed) {
            lose();
            return;
        }
        break;
    }
    if (bytes.empty() || is_gone()) return;
    push(bytes);  // room was checked when they were offered
    lifecycle_.write_progress(true, shard_.now());
    update_watch();
    arm_deadline();
}

bool WebsocketSession::push(std::string_view frames) {
    if (outbox_.push(frames) == Offer::full) return false;
    if (!is_choked_ && outbox_.size_bytes() * 2 >= outbox_bytes_) {
        is_choked_ = true;
        update_watch();
    }
    return true;
}

void WebsocketSession::lose() {
    if (is_gone()) return;
    is_lost_ = true;
    shard_.lose(*this);
}

void WebsocketSession::write_outbox() {
    while (!outbox_.is_empty()) {
        const IoResult result = transport_.write(outbox_.pending());
        if (result.status == IoStatus::ok) {
            shard_.counters().sent_bytes.add(result.bytes);
            outbox_.consume(result.bytes);
            lifecycle_.write_progress(!outbox_.is_empty(), shard_.now());
            continue;
        }
        if (result.status == IoStatus::closed || result.status == IoStatus::failed) {
            lose();
            return;
        }
        break;
    }
    if (outbox_.is_empty() && is_lingering_) transport_.shutdown_send();
    resume_if_room();
    update_watch();
}

void WebsocketSession::resume_if_room() {
    if (!is_choked_ || outbox_.size_bytes() * 4 > outbox_bytes_) return;
    is_choked_ = false;
    read_buffered();
}

bool WebsocketSession::must_not_read() const noexcept {
    return (is_paused_ || is_choked_) && is_open();
}

void WebsocketSession::update_watch() {
    if (is_dead_) return;
    std::uint32_t wanted = must_not_read() ? 0U : static_cast<std::uint32_t>(EPOLLIN | EPOLLRDHUP);
    if (!outbox_.is_empty() || is_read_waiting_to_write_) wanted |= EPOLLOUT;
    if (wanted == watched_) return;
    watched_ = wanted;
    shard_.poller().modify(transport_.fd(), *this, wanted);
}

void WebsocketSession::perform(const Lifecycle::Action& action) {
    using Kind = Lifecycle::Action::Kind;
    if (action.disconnected) shard_.leave(*this, *action.disconnected);
    switch (action.kind) {
        case Kind::none:
            break;
        case Kind::send_close:
        case Kind::send_close_and_drop: {
            std::string& frame = shard_.encode_scratch();
            frame.clear();
            websocket::append_close(frame, action.close.code, action.close.text);
            send_control(frame);
            if (action.kind == Kind::send_close_and_drop) begin_lingering();
            break;
        }
        case Kind::drop:
            destroy();
            return;
    }
    update_watch();
    arm_deadline();
}

void WebsocketSession::begin_lingering() {
    // Closing with unread input would reset the connection and could take our Close with it; so we
    // end only our direction and let the peer read to the end.
    is_lingering_ = true;
    if (shard_.cork().holds(*this)) shard_.cork().flush();
    if (!is_dead_ && outbox_.is_empty()) transport_.shutdown_send();
}

void WebsocketSession::destroy() {
    if (is_dead_) return;
    is_dead_ = true;
    unlink();
    shard_.cork().drop(*this);
    shard_.poller().remove(transport_.fd(), *this);
    shard_.bury(*this);
}

void WebsocketSession::arm_deadline() {
    if (!is_dead_) shard_.session_deadlines().arm(*this, lifecycle_.next_deadline());
}

}  // namespace postern::net
