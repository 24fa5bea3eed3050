#pragma once

#include "gateway/core/ids.hpp"
#include "gateway/core/time_format.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern {

/// What happened to a connection: the three forms of a proxy event.
enum class EventType : std::uint8_t { connect = 1, message = 2, disconnect = 3 };

/// Name and value pairs in the order, and with the letter case, in which the client sent them.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// The client's upgrade request, kept for the CONNECT event only.
struct Handshake {
    /// Request headers as received, repeated ones repeated.
    Fields headers;
    /// Query parameters, percent-decoded, in order of appearance.
    Fields query;
    /// `X-Amzn-Trace-Id` for this connection, `Root=1-{8 hex}-{24 hex}`.
    std::string trace_id;
    /// `https` or `http`: what `X-Forwarded-Proto` reports.
    std::string forwarded_proto;
    /// `443`, or the port the client used: what `X-Forwarded-Port` reports.
    std::string forwarded_port;
};

/// Principal and context that an authorizer gave to a connection for life; values are already
/// strings.
struct AuthorizerContext {
    std::string principal_id;
    Fields context;
    /// Milliseconds the authorizer took; appears in the CONNECT event only.
    std::int64_t integration_latency_ms = 0;
};

/// What every event of one connection repeats. Immutable once the handshake began, so any thread
/// may read it.
struct ConnectionFacts {
    ConnectionId id;
    std::string api_id;
    std::string stage;
    /// The `Host` the client connected to, port included.
    std::string domain_name;
    std::string source_ip;
    /// Absent when the client sent no `User-Agent`.
    std::optional<std::string> user_agent;
    Instant connected_at;
    std::optional<AuthorizerContext> authorizer;
};

/// Stage variables by name.
using StageVariables = std::map<std::string, std::string>;

/// Everything an event says; `proxy_event` turns it into JSON. Immutable while a call is open.
struct Event {
    EventType type = EventType::message;
    std::shared_ptr<const ConnectionFacts> connection;
    /// Shared with the API snapshot the event began on; null or empty when the stage has none.
    std::shared_ptr<const StageVariables> stage_variables;
    /// `$connect`, `$disconnect`, `$default` or a custom key.
    std::string route_key;
    RequestId request_id;
    Instant request_time;
    /// MESSAGE only.
    MessageId message_id;
    /// MESSAGE only: the text exactly as sent.
    std::string body;
    /// CONNECT only, else null.
    std::unique_ptr<const Handshake> handshake;
    /// DISCONNECT only.
    std::uint16_t disconnect_status_code = 0;
    std::string disconnect_reason;
};

}  // namespace postern
