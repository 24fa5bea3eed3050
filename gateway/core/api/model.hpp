#pragma once

#include "gateway/core/event/facts.hpp"
#include "gateway/core/quotas.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace postern {

/// A function of the definition that runs inside the gateway: a handler plugin.
struct PluginFunction {
    /// File name or path of the shared object as written.
    std::string plugin;
    /// The `config` value as compact JSON; `{}` when absent.
    std::string config_json = "{}";

    friend bool operator==(const PluginFunction&, const PluginFunction&) = default;
};

/// An integration, spelled as in `apigatewayv2`.
struct Integration {
    std::string integration_type;
    /// Name of a function of this definition; ARNs are resolved to it when the definition is read.
    std::string function;
    /// As written.
    std::string integration_uri;
    std::chrono::milliseconds timeout = quotas::longest_integration_timeout;

    friend bool operator==(const Integration&, const Integration&) = default;
};

struct Route {
    std::string route_key;
    /// Key into `Api::integrations`; absent for a route without `target`.
    std::optional<std::string> integration;
    /// Set makes the route two-way: its result's body is sent to the client.
    std::optional<std::string> route_response_selection_expression;

    friend bool operator==(const Route&, const Route&) = default;
};

struct Stage {
    std::string name;
    /// Never null; empty when the stage has none.
    std::shared_ptr<const StageVariables> variables;

    friend bool operator==(const Stage& left, const Stage& right) {
        return left.name == right.name && *left.variables == *right.variables;
    }
};

/// One WebSocket API.
struct Api {
    std::string api_id;
    std::string route_selection_expression;
    std::map<std::string, Integration> integrations;
    std::map<std::string, Route> routes;
    std::map<std::string, Stage> stages;

    friend bool operator==(const Api&, const Api&) = default;
};

/// Who may sign requests.
struct Credential {
    std::string access_key_id;
    std::string secret_access_key;
    /// Present for temporary credentials: requests must carry exactly this token.
    std::optional<std::string> session_token;
    /// After this instant the token is expired.
    std::optional<Instant> expiration;

    friend bool operator==(const Credential&, const Credential&) = default;
};

enum class CallbackAuth { aws_iam, none };
enum class Parity { strict, extended };

/// PEM files for TLS on the public port, as written.
struct TlsFiles {
    std::string certificate;
    std::string private_key;
    /// Refuse plain text on the public port.
    bool only = false;

    friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

/// Every limit of connections, messages and requests. Defaults are API Gateway's where it has one.
struct Limits {
    /// A duration that never passes; 0 in the definition.
    static constexpr std::chrono::milliseconds no_limit = std::chrono::milliseconds::max();

    std::size_t frame_bytes = quotas::frame_bytes;
    std::size_t message_bytes = quotas::message_bytes;
    /// `no_limit` for none; the same goes for `connection_duration`.
    std::chrono::milliseconds idle_timeout = quotas::idle_timeout;
    std::chrono::milliseconds connection_duration = quotas::connection_duration;
    /// How long the peer may take to answer our Close before TCP is dropped.
    std::chrono::milliseconds close_timeout{5'000};
    /// Payload waiting for one client that does not read; a POST beyond it is refused with 429.
    std::size_t outbox_bytes = 1'048'576;
    /// A connection that takes none of its waiting bytes for this long is closed.
    std::chrono::milliseconds write_stall_timeout{30'000};
    std::size_t request_header_bytes = quotas::request_header_bytes;
    std::size_t url_bytes = quotas::url_bytes;
    /// A request's head, and then its body, must be complete within this time.
    std::chrono::milliseconds request_timeout{30'000};
    /// An idle keep-alive HTTP connection is closed after this time.
    std::chrono::milliseconds keep_alive_timeout{60'000};
    /// Control frames count as activity (off as on AWS).
    bool control_frames_reset_idle = false;
    /// Text messages at least this long are compressed for clients that negotiated
    /// permessage-deflate.
    std::size_t compression_threshold_bytes = 1'024;

    friend bool operator==(const Limits&, const Limits&) = default;
};

/// The `server` part of a definition: absent values are left to options and defaults.
struct ServerSettings {
    std::optional<std::string> listen;
    std::optional<std::string> admin;
    std::optional<unsigned> threads;
    std::optional<std::string> region;
    std::optional<std::string> account_id;
    std::optional<std::string> domain_name;
    std::vector<Credential> credentials;
    std::optional<CallbackAuth> callback_auth;
    std::optional<Parity> parity;
    std::optional<std::string> log_level;
    std::optional<std::string> log_format;
    std::optional<std::chrono::milliseconds> drain_timeout;
    std::optional<TlsFiles> tls;
    Limits limits;
    /// Threads for handlers that may block, and how many calls may wait for one.
    std::size_t worker_threads = 64;
    std::size_t worker_queue = 10'000;

    friend bool operator==(const ServerSettings&, const ServerSettings&) = default;
};

/// Something a definition says that has no effect here.
struct Note {
    /// JSON pointer into the file.
    std::string where;
    /// One sentence saying why.
    std::string what;

    friend bool operator==(const Note&, const Note&) = default;
};

/// A whole definition file: plain values, validated, immutable.
struct Definition {
    std::map<std::string, PluginFunction> functions;
    std::map<std::string, Api> apis;
    ServerSettings server;
    /// What the file says beyond this, in its order; for `postern check`.
    std::vector<Note> notes;

    /// Whether both define the same; notes do not count.
    friend bool operator==(const Definition& left, const Definition& right) {
        return left.functions == right.functions && left.apis == right.apis &&
               left.server == right.server;
    }
};

}  // namespace postern
