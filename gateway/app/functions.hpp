#pragma once

#include "gateway/app/snapshot_builder.hpp"
#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"
#include "gateway/integrations/plugin/plugin_host.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace postern::app {

/// A function of a definition, running.
struct RunningFunction {
    PluginFunction function;
    std::shared_ptr<ports::Integration> integration;
};

/// Functions by name.
using RunningFunctions = std::map<std::string, RunningFunction>;

[[nodiscard]] IntegrationsByName integrations_of(const RunningFunctions& functions);

/// The functions that are served now. A reload keeps those that did not change, with all their
/// state. Main thread only.
class Functions {
public:
    enum class Stop { clean, calls_open };

    Functions(integrations::PluginLimits limits, ports::Connections& connections, ports::Log& log);

    /// Starts what `definition` has and nothing runs yet. Nothing changes for calls until `commit`.
    [[nodiscard]] Loaded<RunningFunctions> load(const Definition& definition);
    void commit(RunningFunctions functions);
    /// Ends handlers whose calls have ended; after the shards.
    [[nodiscard]] Stop stop(std::chrono::milliseconds patience);

private:
    integrations::PluginHost host_;
    RunningFunctions running_;
};

}  // namespace postern::app
