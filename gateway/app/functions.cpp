#include "gateway/app/functions.hpp"

#include "gateway/app/handler_folder.hpp"

#include <utility>

namespace postern::app {

IntegrationsByName integrations_of(const RunningFunctions& functions) {
    IntegrationsByName integrations;
    for (const auto& [name, running] : functions)
        integrations.emplace(name, running.integration);
    return integrations;
}

Functions::Functions(
    integrations::PluginLimits limits, ports::Connections& connections, ports::Log& log
)
    : host_(limits, connections, log) {}

Loaded<RunningFunctions> Functions::load(const Definition& definition) {
    RunningFunctions next;
    Problems problems;
    for (const auto& [name, function] : definition.functions) {
        const auto known = running_.find(name);
        if (known != running_.end() && known->second.function == function) {
            next.insert(*known);
            continue;
        }
        auto loaded = host_.load(name, function, find_handler(function.plugin));
        if (loaded) {
            next.emplace(name, RunningFunction{function, *loaded});
        } else {
            const Problems more = loaded.error();
            problems.insert(problems.end(), more.begin(), more.end());
        }
    }
    if (!problems.empty()) return problems;
    return next;
}

void Functions::commit(RunningFunctions functions) {
    running_ = std::move(functions);
    host_.collect();
}

Functions::Stop Functions::stop(std::chrono::milliseconds patience) {
    running_.clear();
    return host_.stop(patience) ? Stop::clean : Stop::calls_open;
}

}  // namespace postern::app
