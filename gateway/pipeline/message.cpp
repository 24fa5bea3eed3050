#include "gateway/pipeline/message.hpp"

#include "gateway/core/event/gateway_error.hpp"
#include "gateway/core/event/proxy_reply.hpp"
#include "gateway/pipeline/failure_log.hpp"

namespace postern::pipeline {

void MessageFlow::run(ports::Session& session, std::size_t api_index, std::string_view text) {
    const Snapshot& snapshot = *services_.snapshot;
    const CompiledApi& api = snapshot.apis[api_index];
    const CompiledRoute* route = api.select(text, selection_scratch_);
    if (route == nullptr) {
        services_.observer.error(Errc::no_route);
        send_error(session, Errc::no_route, make_request_id(services_.random));
        return;
    }
    const BoundRoute& bound = snapshot.bound(api_index, *route);
    services_.observer.message_routed(bound.metric);
    if (bound.integration == nullptr) {
        services_.observer.error(Errc::integration_unavailable);
        send_error(session, Errc::integration_unavailable, make_request_id(services_.random));
        return;
    }
    PendingCall& call = services_.calls.acquire();
    Event& event = call.mutable_event();
    begin_event(event, EventType::message, *route, session.facts(), api, services_);
    event.message_id = make_message_id(services_.random, event.connection->id);
    event.body.assign(text);
    call.is_two_way = route->is_two_way;
    services_.calls.start(call, *bound.integration, route->timeout, *this);
}

void MessageFlow::replied(PendingCall& call, const ports::Reply& reply) {
    services_.observer.integration_finished(CallPool::age(call));
    if (!call.is_two_way) return;
    ports::Session* session = services_.registry.find(call.event().connection->id);
    if (session == nullptr) return;
    if (reply.form == ports::Reply::Form::body) {
        if (!reply.bytes.empty()) send(*session, reply.bytes);
        return;
    }
    const Result<ProxyReply> parsed = read_message_reply(reply.bytes);
    if (!parsed) {
        report(call, Errc::malformed_reply, "MalformedProxyResponse", "not a Lambda proxy result");
        send_error(*session, Errc::malformed_reply, call.event().request_id);
        return;
    }
    if (!parsed->body.empty()) send(*session, parsed->body);
}

void MessageFlow::failed(PendingCall& call, const ports::Failure& failure) {
    services_.observer.integration_finished(CallPool::age(call));
    report(call, failure.error, failure.type, failure.message);
    ports::Session* session = services_.registry.find(call.event().connection->id);
    if (session != nullptr) send_error(*session, failure.error, call.event().request_id);
}

void MessageFlow::send(ports::Session& session, std::string_view text) {
    if (session.send(text) != ports::Delivery::full) return;
    // A reply that was asked for cannot be refused to anyone else, and keeping it would make memory
    // unbounded.
    services_.observer.outbox_refused();
    session.close_not_reading();
}

void MessageFlow::send_error(ports::Session& session, Errc error, const RequestId& request_id) {
    frame_scratch_.clear();
    append_error_frame(frame_scratch_, client_message(error), session.facts()->id, request_id);
    send(session, frame_scratch_);
}

void MessageFlow::report(
    PendingCall& call, Errc error, std::string_view type, std::string_view message
) {
    services_.observer.error(error);
    log_failure(services_.log, call.event(), error, type, message);
}

}  // namespace postern::pipeline
