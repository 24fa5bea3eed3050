#include "gateway/net/shard_connections.hpp"

#include "gateway/core/connection_address.hpp"
#include "gateway/net/shard.hpp"

#include <utility>

namespace postern::net {
namespace {

using callback::Outcome;

/// The session `target` means, or null when it is not open or belongs to another API or stage.
WebsocketSession* find_target(Shard& shard, const ports::ConnectionTarget& target) {
    WebsocketSession* session = shard.find_session(target.id);
    if (session == nullptr || target.api_id.empty()) return session;
    const ConnectionFacts& facts = *session->facts();
    return facts.api_id == target.api_id && facts.stage == target.stage ? session : nullptr;
}

Outcome outcome_of(ports::Delivery delivery) {
    switch (delivery) {
        case ports::Delivery::queued:
            return Outcome::done;
        case ports::Delivery::full:
            return Outcome::outbox_full;
        case ports::Delivery::closed:
            break;
    }
    return Outcome::gone;
}

}  // namespace

Shard* ShardConnections::owner_of(const ConnectionId& id) const noexcept {
    const ConnectionAddress address = decode(id);
    if (address.node != node_ || address.shard >= shards_.size()) return nullptr;
    return shards_[address.shard];
}

template <class Result, class OnOwner, class OnDone>
void ShardConnections::route(
    const ConnectionId& id, unsigned reply_shard, Result when_gone, OnOwner on_owner, OnDone done
) {
    Shard* owner = owner_of(id);
    if (owner == nullptr) {
        if (done) done(std::move(when_gone));
        return;
    }
    if (owner->is_current()) {
        Result result = on_owner(*owner);
        if (done) done(std::move(result));
        return;
    }
    Shard* reply_to = reply_shard < shards_.size() ? shards_[reply_shard] : nullptr;
    owner->post([owner, reply_to, on_owner = std::move(on_owner), done = std::move(done)](
                ) mutable {
        Result result = on_owner(*owner);
        if (!done) return;
        if (reply_to == nullptr) {
            done(std::move(result));
            return;
        }
        reply_to->post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
    });
}

void ShardConnections::post(
    ports::ConnectionTarget target, std::string data, unsigned reply_shard, Done done
) {
    const ConnectionId id = target.id;
    route(
        id,
        reply_shard,
        Outcome::gone,
        [target = std::move(target), data = std::move(data)](Shard& shard) {
            WebsocketSession* session = find_target(shard, target);
            if (session == nullptr) return Outcome::gone;
            const Outcome outcome = outcome_of(session->send(data));
            if (outcome == Outcome::outbox_full) shard.counters().outbox_refused();
            return outcome;
        },
        std::move(done)
    );
}

void ShardConnections::get(ports::ConnectionTarget target, unsigned reply_shard, Described done) {
    using Answer = std::variant<callback::Description, Outcome>;
    const ConnectionId id = target.id;
    route(
        id,
        reply_shard,
        Answer(Outcome::gone),
        [target = std::move(target)](Shard& shard) -> Answer {
            const WebsocketSession* session = find_target(shard, target);
            if (session == nullptr) return Outcome::gone;
            const ConnectionFacts& facts = *session->facts();
            return callback::Description{
                facts.source_ip, facts.user_agent, facts.connected_at, session->last_active_at()};
        },
        std::move(done)
    );
}

void ShardConnections::close(ports::ConnectionTarget target, unsigned reply_shard, Done done) {
    const ConnectionId id = target.id;
    route(
        id,
        reply_shard,
        Outcome::gone,
        [target = std::move(target)](Shard& shard) {
            WebsocketSession* session = find_target(shard, target);
            if (session == nullptr) return Outcome::gone;
            session->close(close_reasons::removed());
            return Outcome::done;
        },
        std::move(done)
    );
}

void ShardConnections::broadcast(
    std::string api_id, std::string stage, std::shared_ptr<const std::string> data
) {
    for (Shard* shard : shards_) {
        // Posted on the calling shard too: a handler may broadcast in the middle of a connection's
        // turn.
        shard->post([shard, api_id, stage, data] { shard->broadcast(api_id, stage, *data); });
    }
}

}  // namespace postern::net
