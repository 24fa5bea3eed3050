#pragma once

#include "gateway/ports/connections.hpp"

#include <cstdint>
#include <vector>

namespace postern::net {

class Shard;

/// Finds any connection of this process by what its id says: on the calling shard at once, on
/// another one by a post.
class ShardConnections final : public ports::Connections {
public:
    explicit ShardConnections(std::uint16_t node) : node_(node) {}

    /// The shards, in the order of their indexes; set once, before the first call.
    void set_shards(std::vector<Shard*> shards) { shards_ = std::move(shards); }

    void post(ports::ConnectionTarget target, std::string data, unsigned reply_shard, Done done)
        override;
    void get(ports::ConnectionTarget target, unsigned reply_shard, Described done) override;
    void close(ports::ConnectionTarget target, unsigned reply_shard, Done done) override;
    void broadcast(std::string api_id, std::string stage, std::shared_ptr<const std::string> data)
        override;

private:
    /// The shard that `id` names, or null when this process has no such shard.
    [[nodiscard]] Shard* owner_of(const ConnectionId& id) const noexcept;
    /// Runs `on_owner(Shard&)` on the owner of `target` and `done` with its result where it is
    /// wanted.
    template <class Result, class OnOwner, class OnDone>
    void route(
        const ConnectionId& id,
        unsigned reply_shard,
        Result when_gone,
        OnOwner on_owner,
        OnDone done
    );

    std::uint16_t node_;
    std::vector<Shard*> shards_;
};

}  // namespace postern::net
