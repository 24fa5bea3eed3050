#include "gateway/app/check.hpp"

#include "gateway/app/open_definition.hpp"

#include <algorithm>
#include <cstddef>
#include <iomanip>
#include <string>

namespace postern::app {
namespace {

/// `ws://ADDRESS:PORT/STAGE` as clients reach the stage when the gateway runs with the file alone.
std::string url_of(const Definition& definition, const Api& api, const std::string& stage) {
    const ServerSettings& server = definition.server;
    const auto has_stage = [&stage](const auto& entry) {
        return entry.second.stages.contains(stage);
    };
    const bool is_unique =
        std::count_if(definition.apis.begin(), definition.apis.end(), has_stage) == 1;
    std::string url = server.tls && server.tls->only ? "wss://" : "ws://";
    url += server.domain_name.value_or(server.listen.value_or("127.0.0.1:3001")) + '/';
    if (!is_unique) url += api.api_id + '/';
    return url + stage;
}

void print_stages(const Definition& definition, const Api& api, std::ostream& out) {
    for (const auto& [name, stage] : api.stages) {
        out << "  stage " << name << "  " << url_of(definition, api, name);
        const char* separator = "  variables ";
        for (const auto& [variable, value] : *stage.variables) {
            out << separator << variable;
            separator = ", ";
        }
        out << '\n';
    }
}

void print_routes(const Definition& definition, const Api& api, std::ostream& out) {
    std::size_t width = 0;
    for (const auto& [key, route] : api.routes)
        width = std::max(width, key.size());
    for (const auto& [key, route] : api.routes) {
        out << "  route " << std::left << std::setw(static_cast<int>(width)) << key << "  -> ";
        if (!route.integration) {
            out << "nothing: it has no target\n";
            continue;
        }
        const Integration& integration = api.integrations.at(*route.integration);
        out << integration.function << " (" << definition.functions.at(integration.function).plugin
            << "), " << (route.route_response_selection_expression ? "two-way" : "one-way") << ", "
            << integration.timeout.count() << " ms\n";
    }
}

}  // namespace

int check(const DefinitionOptions& options, std::ostream& out, std::ostream& err) {
    const auto project = open_definition(options, err);
    if (!project) return 2;
    const Definition& definition = project->definition;
    if (!project->file.empty()) out << project->file.string() << ": ";
    out << project->format << '\n';
    for (const auto& [api_id, api] : definition.apis) {
        out << "\napi " << api_id << "  routes by " << api.route_selection_expression << '\n';
        print_stages(definition, api, out);
        print_routes(definition, api, out);
    }
    if (!definition.notes.empty()) out << "\nwithout effect\n";
    for (const Note& note : definition.notes) {
        out << "  " << loaders::describe(project->file, note.where, note.what) << '\n';
    }
    return 0;
}

}  // namespace postern::app
