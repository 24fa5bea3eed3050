#pragma once

#include "gateway/core/event/facts.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

/// The three events of one connection that the golden files show.
namespace postern::sample {

template <class Id>
Id id(std::string_view text) {
    const auto parsed = Id::parse(text);
    if (!parsed) throw std::invalid_argument("no id");
    return *parsed;
}

inline Instant instant(std::int64_t epoch_milliseconds) {
    return Instant(std::chrono::milliseconds(epoch_milliseconds));
}

inline ConnectionFacts connection() {
    ConnectionFacts facts;
    facts.id = id<ConnectionId>("Zk3nQdVfIAMCE8Q=");
    facts.api_id = "a1b2c3d4e5";
    facts.stage = "prod";
    facts.domain_name = "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com";
    facts.source_ip = "203.0.113.24";
    facts.user_agent = "ExampleClient/4.1";
    facts.connected_at = instant(1771484645123);
    facts.authorizer = AuthorizerContext{
        .principal_id = "user-17",
        .context = {{"plan", "gold"}, {"seats", "3"}},
        .integration_latency_ms = 84};
    return facts;
}

inline Handshake handshake() {
    Handshake handshake;
    handshake.headers = {
        {"Host", "a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"},
        {"Connection", "Upgrade"},
        {"Upgrade", "websocket"},
        {"X-Tenant", "blue"},
        {"User-Agent", "ExampleClient/4.1"},
        {"Sec-WebSocket-Version", "13"},
        {"Sec-WebSocket-Key", "q1W2e3R4t5Y6u7I8o9P0aA=="},
        {"Sec-WebSocket-Protocol", "chat.v2, chat.v1"},
        {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
        {"Origin", "https://shop.example.org"},
    };
    handshake.query = {{"room", "a"}, {"lang", "de"}, {"room", "b"}};
    handshake.trace_id = "Root=1-6996b5e5-1f2e3d4c5b6a798897a6b5c4";
    handshake.forwarded_proto = "https";
    handshake.forwarded_port = "443";
    return handshake;
}

/// A CONNECT event of `handshake`; the stage has no variables.
inline Event connect(Handshake handshake, ConnectionFacts facts = connection()) {
    Event event;
    event.type = EventType::connect;
    event.connection = std::make_shared<const ConnectionFacts>(std::move(facts));
    event.route_key = "$connect";
    event.request_id = id<RequestId>("Zk3nQFoBIAMFqTg=");
    event.request_time = instant(1771484645124);
    event.handshake = std::make_unique<const Handshake>(std::move(handshake));
    return event;
}

/// A MESSAGE event; the stage has no variables.
inline Event message(std::string_view body, ConnectionFacts facts = connection()) {
    Event event;
    event.type = EventType::message;
    event.connection = std::make_shared<const ConnectionFacts>(std::move(facts));
    event.route_key = "sendmessage";
    event.request_id = id<RequestId>("Zk3nsGu9oAMFh7w=");
    event.request_time = instant(1771484647440);
    event.message_id = id<MessageId>("Zk3nsfKxoAMCE8Q=");
    event.body = body;
    return event;
}

/// A DISCONNECT event after a close without a status; the stage has no variables.
inline Event disconnect(ConnectionFacts facts = connection()) {
    Event event;
    event.type = EventType::disconnect;
    event.connection = std::make_shared<const ConnectionFacts>(std::move(facts));
    event.route_key = "$disconnect";
    event.request_id = id<RequestId>("Zk4bLEzLoAMFR2A=");
    event.request_time = instant(1771484706525);
    event.disconnect_status_code = 1005;
    event.disconnect_reason = "Client-side close frame status not set";
    return event;
}

/// `event` on a stage with variables.
inline Event with_stage_variables(Event event) {
    event.stage_variables =
        std::make_shared<const StageVariables>(StageVariables{{"table", "rooms-prod"}});
    return event;
}

}  // namespace postern::sample
