#pragma once

#include "gateway/core/callback/answer.hpp"
#include "gateway/core/ids.hpp"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace postern::ports {

/// Which connection is meant.
struct ConnectionTarget {
    // Implicit: an id alone names a connection wherever it is.
    ConnectionTarget(const ConnectionId& connection_id)
        : id(connection_id) {}  // NOLINT(google-explicit-constructor)
    ConnectionTarget(const ConnectionId& connection_id, std::string api, std::string stage_name)
        : id(connection_id),
          api_id(std::move(api)),
          stage(std::move(stage_name)) {}

    ConnectionId id;
    /// When not empty, a connection of another API or stage counts as gone.
    std::string api_id;
    std::string stage;
};

/// Reaches any connection of this gateway by id, whichever shard owns it: what `@connections` and
/// handlers use.
///
/// Every function may be called on any thread. `done` runs once: at once on the calling thread when
/// the connection is on the calling shard, otherwise on the shard `reply_shard` (or, with
/// `any_shard`, on the owner's).
class Connections {
public:
    static constexpr unsigned any_shard = ~0U;

    using Done = std::function<void(callback::Outcome)>;
    using Described = std::function<void(std::variant<callback::Description, callback::Outcome>)>;

    /// Offers `data` as one text message. Not UTF-8: bad sequences become U+FFFD.
    virtual void post(
        ConnectionTarget target, std::string data, unsigned reply_shard, Done done
    ) = 0;
    /// Reports when it connected, when it was last active, and who it is.
    virtual void get(ConnectionTarget target, unsigned reply_shard, Described done) = 0;
    /// Closes with 1000 `Connection Closed Normally`.
    virtual void close(ConnectionTarget target, unsigned reply_shard, Done done) = 0;
    /// Offers `data` to every open connection of that API and stage; a full outbox is counted and
    /// skipped.
    virtual void broadcast(
        std::string api_id, std::string stage, std::shared_ptr<const std::string> data
    ) = 0;

protected:
    ~Connections() = default;
};

}  // namespace postern::ports
