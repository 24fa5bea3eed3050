#include "gateway/core/event/proxy_event.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/event/event_headers.hpp"
#include "gateway/core/json/text.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <vector>

namespace postern {
namespace {

/// More than an event's fixed parts need, so that most events are built in one allocation.
constexpr std::size_t fixed_size_estimate = 768;

/// Appends text that came from outside as a JSON string; what is no UTF-8 becomes U+FFFD.
void append_text(std::string& out, std::string_view text) {
    if (utf8::is_valid(text)) {
        json::append_string(out, text);
    } else {
        json::append_string(out, utf8::replace_invalid(text));
    }
}

void append_number(std::string& out, std::integral auto number) {
    std::array<char, 24> digits{};
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    assert(written.ec == std::errc());
    out.append(digits.data(), written.ptr);
}

void append_millis(std::string& out, Instant instant) {
    append_number(out, static_cast<std::int64_t>(instant.time_since_epoch().count()));
}

/// Ids consist of characters that JSON leaves alone.
template <class Tag>
void append_id(std::string& out, const EncodedId<Tag>& id) {
    out += '"';
    out += id.view();
    out += '"';
}

std::string_view name_of(EventType type) noexcept {
    switch (type) {
        case EventType::connect:
            return "CONNECT";
        case EventType::message:
            return "MESSAGE";
        case EventType::disconnect:
            return "DISCONNECT";
    }
    return {};
}

/// Appends an object of strings; of a repeated name the last value wins.
void append_last_values(std::string& out, const std::vector<EventParameter>& parameters) {
    char separator = '{';
    for (const EventParameter& parameter : parameters) {
        out += separator;
        append_text(out, parameter.name);
        out += ':';
        append_text(out, parameter.values.back());
        separator = ',';
    }
    out += '}';
}

/// Appends an object of arrays of strings.
void append_all_values(std::string& out, const std::vector<EventParameter>& parameters) {
    char separator = '{';
    for (const EventParameter& parameter : parameters) {
        out += separator;
        append_text(out, parameter.name);
        out += ':';
        char value_separator = '[';
        for (const std::string& value : parameter.values) {
            out += value_separator;
            append_text(out, value);
            value_separator = ',';
        }
        out += ']';
        separator = ',';
    }
    out += '}';
}

void append_handshake(std::string& out, const Handshake& handshake, std::string_view source_ip) {
    const std::vector<EventParameter> headers = connect_headers(handshake, source_ip);
    out += R"("headers":)";
    append_last_values(out, headers);
    out += R"(,"multiValueHeaders":)";
    append_all_values(out, headers);
    out += ',';
    if (handshake.query.empty()) return;
    const std::vector<EventParameter> query = query_parameters(handshake.query);
    out += R"("queryStringParameters":)";
    append_last_values(out, query);
    out += R"(,"multiValueQueryStringParameters":)";
    append_all_values(out, query);
    out += ',';
}

/// A DISCONNECT has no request; AWS shows these headers in its place (recorded events).
void append_disconnect_headers(std::string& out, std::string_view host) {
    out += R"("headers":{"Host":)";
    append_text(out, host);
    out += R"(,"x-api-key":"","X-Forwarded-For":"","x-restapi":""},)";
    out += R"("multiValueHeaders":{"Host":[)";
    append_text(out, host);
    out += R"(],"x-api-key":[""],"X-Forwarded-For":[""],"x-restapi":[""]},)";
}

void append_stage_variables(std::string& out, const StageVariables& variables) {
    out += R"("stageVariables":)";
    char separator = '{';
    for (const auto& [name, value] : variables) {
        out += separator;
        append_text(out, name);
        out += ':';
        append_text(out, value);
        separator = ',';
    }
    out += "},";
}

void append_authorizer(std::string& out, const AuthorizerContext& authorizer, EventType type) {
    out += R"("authorizer":{)";
    for (const auto& [name, value] : authorizer.context) {
        append_text(out, name);
        out += ':';
        append_text(out, value);
        out += ',';
    }
    out += R"("principalId":)";
    append_text(out, authorizer.principal_id);
    if (type == EventType::connect) {
        out += R"(,"integrationLatency":)";
        append_number(out, authorizer.integration_latency_ms);
    }
    out += "},";
}

void append_identity(std::string& out, const ConnectionFacts& connection) {
    out += R"("identity":{)";
    if (connection.user_agent) {
        out += R"("userAgent":)";
        append_text(out, *connection.user_agent);
        out += ',';
    }
    out += R"("sourceIp":)";
    append_text(out, connection.source_ip);
    out += "},";
}

void append_request_context(std::string& out, const Event& event) {
    const ConnectionFacts& connection = *event.connection;
    out += R"("requestContext":{"routeKey":)";
    append_text(out, event.route_key);
    out += ',';
    if (event.type == EventType::disconnect) {
        out += R"("disconnectStatusCode":)";
        append_number(out, event.disconnect_status_code);
        out += ',';
    }
    if (connection.authorizer) append_authorizer(out, *connection.authorizer, event.type);
    if (event.type == EventType::message) {
        out += R"("messageId":)";
        append_id(out, event.message_id);
        out += ',';
    }
    out += R"("eventType":")";
    out += name_of(event.type);
    out += R"(","extendedRequestId":)";
    append_id(out, event.request_id);
    out += R"(,"requestTime":")";
    out += clf_time(event.request_time);
    out += R"(","messageDirection":"IN",)";
    if (event.type == EventType::disconnect) {
        out += R"("disconnectReason":)";
        append_text(out, event.disconnect_reason);
        out += ',';
    }
    out += R"("stage":)";
    append_text(out, connection.stage);
    out += R"(,"connectedAt":)";
    append_millis(out, connection.connected_at);
    out += R"(,"requestTimeEpoch":)";
    append_millis(out, event.request_time);
    out += ',';
    append_identity(out, connection);
    out += R"("requestId":)";
    append_id(out, event.request_id);
    out += R"(,"domainName":)";
    append_text(out, connection.domain_name);
    out += R"(,"connectionId":)";
    append_id(out, connection.id);
    out += R"(,"apiId":)";
    append_text(out, connection.api_id);
    out += "},";
}

}  // namespace

std::string proxy_event(const Event& event) {
    assert(event.connection && (event.type == EventType::connect) == (event.handshake != nullptr));
    std::string out;
    out.reserve(fixed_size_estimate + event.body.size());
    out += '{';
    if (event.handshake) {
        append_handshake(out, *event.handshake, event.connection->source_ip);
    } else if (event.type == EventType::disconnect) {
        append_disconnect_headers(out, event.connection->domain_name);
    }
    if (event.stage_variables && !event.stage_variables->empty()) {
        append_stage_variables(out, *event.stage_variables);
    }
    append_request_context(out, event);
    if (event.type == EventType::message) {
        out += R"("body":)";
        append_text(out, event.body);
        out += ',';
    }
    out += R"("isBase64Encoded":false})";
    return out;
}

}  // namespace postern
