#pragma once

#include "gateway/core/event/facts.hpp"

#include <memory>
#include <string_view>

namespace postern::ports {

/// What became of a message offered to a connection.
enum class Delivery {
    queued,  ///< It will be written, in order.
    full,    ///< The client does not read; nothing was kept.
    closed,  ///< The connection is closing or closed.
};

/// One open connection as the pipeline sees it. Shard only.
class Session {
public:
    [[nodiscard]] virtual const std::shared_ptr<const ConnectionFacts>& facts() const noexcept = 0;
    /// Sends `text` (UTF-8) as one message.
    [[nodiscard]] virtual Delivery send(std::string_view text) = 0;
    /// Ends the connection because a reply it is owed does not fit its outbox.
    virtual void close_not_reading() = 0;

protected:
    ~Session() = default;
};

/// The open connections of one shard. Shard only.
class ConnectionRegistry {
public:
    /// The connection, or null when it is not (or no longer) here. Use it before the next
    /// suspension.
    [[nodiscard]] virtual Session* find(const ConnectionId& id) noexcept = 0;

protected:
    ~ConnectionRegistry() = default;
};

}  // namespace postern::ports
