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
    owner->write_now(bytes_);
    if (bytes_.capacity() > kept_capacity_bytes) bytes_ = std::string();
    bytes_.clear();
}

void Cork::drop(const WebsocketSession& session) noexcept {
    if (owner_ != &session) return;
    owner_ = nullptr;
    bytes_.clear();
}

}  // namespace postern::net
