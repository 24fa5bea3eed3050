#include "gateway/net/cork.hpp"

#include "gateway/net/websocket_session.hpp"

#include <utility>

namespace postern::net {
namespace {

/// Kept between turns; a larger burst is given back.
constexpr std::size_t kept_capacity_bytes = 1'048'576;

}  // namespace

std::string& Cork::buffer_for(WebsocketSession& session) {
    if (owner_ != &session) {
        flush();
        owner_ = &session;
    }
    return bytes_;
}

void Cork::flush() {
    WebsocketSession* owner = std::exchange(owner_, nullptr);
    if (owner == nullptr) return;
    // Writing may find the connection lost and run a handler that sends to others, so the cork is
    // free before.
    std::string written = std::exchange(bytes_, std::move(spare_));
    owner->write_now(written);
    if (written.capacity() > kept_capacity_bytes) return;
    written.clear();
    spare_ = std::move(written);
}

void Cork::drop(const WebsocketSession& session) noexcept {
    if (owner_ != &session) return;
    owner_ = nullptr;
    bytes_.clear();
}

}  // namespace postern::net
