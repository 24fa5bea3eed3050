#include "gateway/app/snapshot_builder.hpp"

namespace postern::app {

std::shared_ptr<const pipeline::Snapshot> build_snapshot(
    const Definition& definition,
    const IntegrationsByName& integrations,
    const std::string& only_stage,
    observe::Metrics& metrics,
    std::uint64_t version
) {
    auto snapshot = std::make_shared<pipeline::Snapshot>();
    snapshot->version = version;
    snapshot->limits = definition.server.limits;
    snapshot->domain_name = definition.server.domain_name.value_or("");
    snapshot->only_stage = only_stage;
    for (const auto& [name, integration] : integrations)
        snapshot->integrations.push_back(integration);
    for (const auto& [api_id, api] : definition.apis)
        snapshot->apis.emplace_back(api);
    // The routes keep pointers into the compiled APIs, which therefore stay where they are from
    // here on.
    for (const CompiledApi& api : snapshot->apis) {
        auto& bound = snapshot->routes.emplace_back();
        for (const CompiledRoute& route : api.routes()) {
            const auto found = integrations.find(route.function);
            bound.push_back(pipeline::BoundRoute{
                &route,
                found == integrations.end() ? nullptr : found->second.get(),
                metrics.route_position(api.api_id(), route.route_key)});
        }
    }
    return snapshot;
}

}  // namespace postern::app
