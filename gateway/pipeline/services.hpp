#pragma once

#include "gateway/core/random.hpp"
#include "gateway/pipeline/pending_call.hpp"
#include "gateway/pipeline/snapshot.hpp"
#include "gateway/ports/log.hpp"
#include "gateway/ports/observer.hpp"
#include "gateway/ports/session.hpp"
#include "gateway/ports/shard.hpp"

#include <memory>

namespace postern::pipeline {

/// What the flows of one shard share; all of it outlives them. Shard only.
struct Services {
    ports::ShardThread& shard;
    ports::ConnectionRegistry& registry;
    ports::Observer& observer;
    ports::Log& log;
    CallPool& calls;
    FastRandom& random;
    /// The API snapshot that new work begins on; replaced by a reload.
    std::shared_ptr<const Snapshot> snapshot;
};

/// Fills what every event of a connection shares, and gives it a fresh request id.
void begin_event(
    Event& event,
    EventType type,
    const CompiledRoute& route,
    std::shared_ptr<const ConnectionFacts> connection,
    const CompiledApi& api,
    Services& services
);

}  // namespace postern::pipeline
