#include "gateway/core/api/definition_parts.hpp"
#include "gateway/core/api/native_json.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace postern {
namespace {

using native::Json;

template <class Value>
void put(Json& object, std::string_view key, const std::optional<Value>& value) {
    if (value) object[key] = *value;
}

/// Puts a part that says anything.
void put_unless_empty(Json& object, std::string_view key, Json part) {
    if (!part.empty()) object[key] = std::move(part);
}

Json write_function(const PluginFunction& function) {
    Json object = {{"plugin", function.plugin}};
    Json config = Json::parse(function.config_json);
    if (config != Json::object()) object["config"] = std::move(config);
    return object;
}

Json write_integration(const Integration& integration) {
    Json object = {
        {"integrationType", integration.integration_type},
        {"integrationUri", integration.integration_uri},
    };
    if (integration.timeout != Integration{}.timeout) {
        object["timeoutInMillis"] = integration.timeout.count();
    }
    return object;
}

Json write_route(const Route& route) {
    Json object = Json::object();
    if (route.integration) object["target"] = "integrations/" + *route.integration;
    put(object, "routeResponseSelectionExpression", route.route_response_selection_expression);
    return object;
}

Json write_stage(const Stage& stage) {
    Json object = Json::object();
    put_unless_empty(object, "stageVariables", *stage.variables);
    return object;
}

Json write_api(const Api& api) {
    Json object = {{"routeSelectionExpression", api.route_selection_expression}};
    Json integrations = Json::object();
    for (const auto& [id, integration] : api.integrations) {
        integrations[id] = write_integration(integration);
    }
    put_unless_empty(object, "integrations", std::move(integrations));
    for (const auto& [key, route] : api.routes)
        object["routes"][key] = write_route(route);
    for (const auto& [name, stage] : api.stages)
        object["stages"][name] = write_stage(stage);
    return object;
}

Json write_credential(const Credential& credential) {
    Json object = {
        {"accessKeyId", credential.access_key_id},
        {"secretAccessKey", credential.secret_access_key},
    };
    put(object, "sessionToken", credential.session_token);
    if (credential.expiration) object["expiration"] = iso_time(*credential.expiration);
    return object;
}

Json write_tls(const TlsFiles& tls) {
    Json object = {{"certificate", tls.certificate}, {"privateKey", tls.private_key}};
    if (tls.only) object["only"] = true;
    return object;
}

/// The value of one limit if it is not the default, else null.
Json write_limit(std::string_view key, const Limits& limits) {
    const Limits defaults;
    for (const native::SizeLimit& row : native::size_limits) {
        if (row.key == key && limits.*row.member != defaults.*row.member) {
            return limits.*row.member;
        }
    }
    for (const native::TimeLimit& row : native::time_limits) {
        if (row.key != key || limits.*row.member == defaults.*row.member) continue;
        return limits.*row.member == Limits::no_limit ? 0 : (limits.*row.member).count();
    }
    if (key == "controlFramesResetIdle" &&
        limits.control_frames_reset_idle != defaults.control_frames_reset_idle) {
        return limits.control_frames_reset_idle;
    }
    return nullptr;
}

Json write_limits(const Limits& limits) {
    Json object = Json::object();
    for (const native::Key& key : native::limits_keys.keys) {
        Json value = write_limit(key.name, limits);
        if (!value.is_null()) object[key.name] = std::move(value);
    }
    return object;
}

Json write_workers(const ServerSettings& server) {
    const ServerSettings defaults;
    Json object = Json::object();
    if (server.worker_threads != defaults.worker_threads) object["threads"] = server.worker_threads;
    if (server.worker_queue != defaults.worker_queue) object["queue"] = server.worker_queue;
    return object;
}

Json write_server(const ServerSettings& server) {
    Json object = Json::object();
    put(object, "listen", server.listen);
    put(object, "admin", server.admin);
    put(object, "threads", server.threads);
    put(object, "region", server.region);
    put(object, "accountId", server.account_id);
    put(object, "domainName", server.domain_name);
    for (const Credential& credential : server.credentials) {
        object["credentials"].push_back(write_credential(credential));
    }
    if (server.callback_auth) {
        object["callbackAuth"] = *server.callback_auth == CallbackAuth::none ? "NONE" : "AWS_IAM";
    }
    if (server.parity) {
        object["parity"] = *server.parity == Parity::extended ? "extended" : "strict";
    }
    put(object, "logLevel", server.log_level);
    put(object, "logFormat", server.log_format);
    if (server.drain_timeout) object["drainTimeoutInMillis"] = server.drain_timeout->count();
    if (server.tls) object["tls"] = write_tls(*server.tls);
    put_unless_empty(object, "limits", write_limits(server.limits));
    put_unless_empty(object, "workers", write_workers(server));
    return object;
}

}  // namespace

std::string write_native_json(const Definition& definition) {
    constexpr int indent = 2;
    Json functions = Json::object();
    for (const auto& [name, function] : definition.functions) {
        functions[name] = write_function(function);
    }
    Json document = Json::object();
    put_unless_empty(document, "functions", std::move(functions));
    for (const auto& [api_id, api] : definition.apis)
        document["apis"][api_id] = write_api(api);
    put_unless_empty(document, "server", write_server(definition.server));
    return document.dump(indent) + '\n';
}

}  // namespace postern
