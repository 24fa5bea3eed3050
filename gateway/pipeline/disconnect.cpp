#include "gateway/pipeline/disconnect.hpp"

#include "gateway/pipeline/failure_log.hpp"

namespace postern::pipeline {

void DisconnectFlow::run(
    const Snapshot& snapshot,
    const std::shared_ptr<const ConnectionFacts>& facts,
    const CloseReason& reason
) {
    const std::size_t api_index = snapshot.find(facts->api_id, facts->stage);
    if (api_index == Snapshot::npos) return;
    const CompiledApi& api = snapshot.apis[api_index];
    const CompiledRoute* route = api.disconnect_route();
    if (route == nullptr) return;
    const BoundRoute& bound = snapshot.bound(api_index, *route);
    if (bound.integration == nullptr) return;
    PendingCall& call = services_.calls.acquire();
    Event& event = call.mutable_event();
    begin_event(event, EventType::disconnect, *route, facts, api, services_);
    event.disconnect_status_code = reason.code;
    event.disconnect_reason = reason.text;
    services_.calls.start(call, *bound.integration, route->timeout, *this);
}

void DisconnectFlow::replied(PendingCall& call, const ports::Reply&) {
    services_.observer.integration_finished(CallPool::age(call));
}

void DisconnectFlow::failed(PendingCall& call, const ports::Failure& failure) {
    services_.observer.integration_finished(CallPool::age(call));
    services_.observer.error(failure.error);
    log_failure(services_.log, call.event(), failure.error, failure.type, failure.message);
}

}  // namespace postern::pipeline
