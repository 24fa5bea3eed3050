#pragma once

#include <string>

namespace postern::net {

class WebsocketSession;

/// Collects what one connection is sent during a turn, in memory all connections of a shard share,
/// so that many messages become one write and an idle connection holds no buffer. Shard only.
class Cork {
public:
    /// The buffer for `session`; what another session had collected is written first.
    [[nodiscard]] std::string& buffer_for(WebsocketSession& session);
    /// Writes what was collected.
    void flush();
    /// Forgets what `session` had collected.
    void drop(const WebsocketSession& session) noexcept;

    [[nodiscard]] bool holds(const WebsocketSession& session) const noexcept {
        return owner_ == &session;
    }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool is_empty() const noexcept { return owner_ == nullptr; }

private:
    WebsocketSession* owner_ = nullptr;
    std::string bytes_;
};

}  // namespace postern::net
