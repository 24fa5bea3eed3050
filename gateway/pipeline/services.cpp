#include "gateway/pipeline/services.hpp"

#include <utility>

namespace postern::pipeline {

void begin_event(
    Event& event,
    EventType type,
    const CompiledRoute& route,
    std::shared_ptr<const ConnectionFacts> connection,
    const CompiledApi& api,
    Services& services
) {
    const Stage* stage = api.stage(connection->stage);
    event.type = type;
    event.stage_variables = stage == nullptr ? nullptr : stage->variables;
    event.connection = std::move(connection);
    event.route_key = route.route_key;
    event.request_id = make_request_id(services.random);
    event.request_time = services.shard.wall_now();
}

}  // namespace postern::pipeline
