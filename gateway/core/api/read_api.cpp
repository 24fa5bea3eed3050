#include "gateway/core/api/definition_parts.hpp"
#include "gateway/core/expression/selection.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace postern::native {
namespace {

/// One label of a host name, as `{apiId}.…` has to be.
constexpr std::size_t api_id_characters = 63;

void check_api_id(const std::string& api_id, ObjectReader& reader) {
    const bool is_plain = std::all_of(api_id.begin(), api_id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    if (!api_id.empty() && api_id.size() <= api_id_characters && is_plain) return;
    reader.report(
        in_quotes(api_id) + " cannot be an apiId; use 1 to " + std::to_string(api_id_characters) +
        " lower-case letters and digits, and \"name\" for other names"
    );
}

void read_expression(ObjectReader& reader, Api& api) {
    constexpr std::string_view key = "routeSelectionExpression";
    auto text = reader.text(key);
    if (!text) {
        if (!reader.has(key)) {
            reader.report_missing(key, R"("routeSelectionExpression": "$request.body.action")");
        }
        return;
    }
    const auto expression = SelectionExpression::parse(*text);
    if (!expression) {
        for (const Problem& problem : expression.error())
            reader.report(key, problem.what);
    }
    api.route_selection_expression = *std::move(text);
}

void read_target(ObjectReader& reader, Route& route, const Api& api) {
    constexpr std::string_view prefix = "integrations/";
    const auto target = reader.text("target");
    if (!target) return;
    std::vector<std::string> targets;
    for (const auto& [id, integration] : api.integrations) {
        targets.push_back(std::string(prefix) + id);
    }
    if (std::find(targets.begin(), targets.end(), *target) != targets.end()) {
        route.integration = target->substr(prefix.size());
        return;
    }
    const std::vector<std::string_view> names(targets.begin(), targets.end());
    reader.report(
        "target",
        in_quotes(*target) + " is no integration of this API" + did_you_mean(*target, names) +
            "; add it to \"integrations\" or name one that is there"
    );
}

void check_access(ObjectReader& reader) {
    // Ignoring either would let in whoever AWS keeps out.
    reader.is_served_choice(
        "authorizationType",
        "NONE",
        {"AWS_IAM", "CUSTOM"},
        "if everybody may connect, or check who connects in the $connect function"
    );
    if (reader.flag("apiKeyRequired") == true) {
        reader.report(
            "apiKeyRequired",
            "API keys are not served by this version of Postern; remove it if everybody may "
            "connect, or check who connects in the $connect function"
        );
    }
}

Route read_route(const std::string& key, const Place& place, const Api& api, Findings& findings) {
    ObjectReader reader(place, route_keys, findings);
    if (key.empty()) {
        reader.report("a route key is not empty; use $default for messages that match no route");
    }
    if (key.starts_with('$') && key != "$connect" && key != "$disconnect" && key != "$default") {
        reader.report(
            in_quotes(key) +
            " begins with $, which is kept for $connect, $disconnect and $default; rename it"
        );
    }
    reader.check_repeats_name("routeKey", key);
    Route route;
    route.route_key = key;
    read_target(reader, route, api);
    check_access(reader);
    if (reader.choice("routeResponseSelectionExpression", {"$default"})) {
        route.route_response_selection_expression = "$default";
    }
    return route;
}

void check_count(ObjectReader& reader, std::string_view key, std::size_t count, std::size_t most) {
    if (count <= most) return;
    reader.report(
        key,
        "has " + std::to_string(count) + " entries, and AWS allows " + std::to_string(most) +
            " in one API; split the API or remove some"
    );
}

void check_protocol(ObjectReader& reader) {
    reader.is_served_choice(
        "protocolType", "WEBSOCKET", {"HTTP"}, "here, and serve HTTP APIs by another program"
    );
    if (reader.flag("disableExecuteApiEndpoint") == true) {
        reader.report(
            "disableExecuteApiEndpoint",
            "an API without its endpoint is not served by this version of Postern; remove it, or "
            "remove the API"
        );
    }
}

void note_unused_integrations(const Api& api, ObjectReader& reader, Findings& findings) {
    const std::string all = reader.pointer("integrations");
    for (const auto& [id, integration] : api.integrations) {
        const bool is_used =
            std::any_of(api.routes.begin(), api.routes.end(), [&id = id](const auto& entry) {
                return entry.second.integration == id;
            });
        if (!is_used) findings.notes.push_back({pointer_to(all, id), "no route targets it"});
    }
}

}  // namespace

Api read_api(
    const std::string& api_id, const Place& place, const Functions& functions, Findings& findings
) {
    ObjectReader reader(place, api_keys, findings);
    check_api_id(api_id, reader);
    reader.check_repeats_name("apiId", api_id);
    check_protocol(reader);
    Api api;
    api.api_id = api_id;
    read_expression(reader, api);
    for (const auto& [id, entry] : reader.entries("integrations")) {
        api.integrations.emplace(id, read_integration(id, entry, functions, findings));
    }
    for (const auto& [key, entry] : reader.entries("routes")) {
        api.routes.emplace(key, read_route(key, entry, api, findings));
    }
    for (const auto& [name, entry] : reader.entries("stages")) {
        api.stages.emplace(name, read_stage(name, entry, api.routes, findings));
    }
    check_count(reader, "integrations", api.integrations.size(), quotas::integrations_per_api);
    check_count(reader, "routes", api.routes.size(), quotas::routes_per_api);
    check_count(reader, "stages", api.stages.size(), quotas::stages_per_api);
    // AWS deploys no API without a route, and serves none without a stage.
    if (api.routes.empty()) reader.report_missing("routes", R"("routes": {"$default": {…}})");
    if (api.stages.empty()) reader.report_missing("stages", R"("stages": {"dev": {}})");
    note_unused_integrations(api, reader, findings);
    return api;
}

}  // namespace postern::native
