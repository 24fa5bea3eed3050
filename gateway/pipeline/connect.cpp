#include "gateway/pipeline/connect.hpp"

#include "gateway/core/event/gateway_error.hpp"
#include "gateway/core/event/proxy_reply.hpp"
#include "gateway/pipeline/failure_log.hpp"

#include <utility>

namespace postern::pipeline {
namespace {

/// Status of a handshake whose `$connect` integration failed (AWS: Lambda proxy integrations,
/// gateway responses).
unsigned status_of(Errc error) {
    switch (error) {
        case Errc::integration_timeout:
            return 504;
        case Errc::integration_unavailable:
            return 500;
        default:
            return 502;
    }
}

}  // namespace

void ConnectFlow::start(
    std::size_t api_index,
    std::shared_ptr<const ConnectionFacts> facts,
    std::unique_ptr<const Handshake> handshake,
    std::function<void()> on_done
) {
    on_done_ = std::move(on_done);
    const Snapshot& snapshot = *services_.snapshot;
    const CompiledApi& api = snapshot.apis[api_index];
    const CompiledRoute* route = api.connect_route();
    decision_.request_id = make_request_id(services_.random);
    is_starting_ = true;
    if (route == nullptr) {
        finish();
    } else if (const BoundRoute& bound = snapshot.bound(api_index, *route);
               bound.integration == nullptr) {
        services_.observer.error(Errc::integration_unavailable);
        refuse(500);
    } else {
        PendingCall& call = services_.calls.acquire();
        Event& event = call.mutable_event();
        begin_event(event, EventType::connect, *route, std::move(facts), api, services_);
        event.request_id = decision_.request_id;
        event.handshake = std::move(handshake);
        services_.calls.start(call, *bound.integration, route->timeout, *this);
    }
    is_starting_ = false;
}

void ConnectFlow::replied(PendingCall& call, const ports::Reply& reply) {
    services_.observer.integration_finished(CallPool::age(call));
    int status = reply.status_code;
    if (reply.form == ports::Reply::Form::payload) {
        Result<ProxyReply> parsed = read_connect_reply(reply.bytes);
        if (!parsed) {
            services_.observer.error(Errc::malformed_reply);
            refuse(502);
            return;
        }
        status = parsed->status_code.value_or(0);
        decision_.subprotocol = std::move(parsed->subprotocol);
    }
    if (status >= 200 && status < 300) {
        finish();
    } else if (status >= 300 && status <= 599) {
        decision_.status = static_cast<unsigned>(status);
        finish();
    } else {
        services_.observer.error(Errc::malformed_reply);
        refuse(502);
    }
}

void ConnectFlow::failed(PendingCall& call, const ports::Failure& failure) {
    services_.observer.integration_finished(CallPool::age(call));
    services_.observer.error(failure.error);
    log_failure(services_.log, call.event(), failure.error, failure.type, failure.message);
    refuse(status_of(failure.error));
}

void ConnectFlow::refuse(unsigned status) {
    decision_.status = status;
    decision_.error_type = "InternalServerErrorException";
    decision_.message = status == 504 ? client_message(Errc::integration_timeout)
                                      : client_message(Errc::integration_failed);
    decision_.subprotocol.reset();
    finish();
}

void ConnectFlow::finish() {
    is_done_ = true;
    if (!is_starting_ && on_done_) on_done_();
}

}  // namespace postern::pipeline
