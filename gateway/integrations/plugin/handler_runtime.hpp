#pragma once

#include "gateway/integrations/plugin/function_host.hpp"
#include "gateway/integrations/plugin/handler_instance.hpp"
#include "gateway/integrations/plugin/plugin_host.hpp"
#include "gateway/integrations/plugin/worker_pool.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

namespace postern::integrations {

/// The inside of a `PluginHost`: everything handlers can reach, so that it can be left to those
/// that do not end. Main thread only, unless a function says otherwise.
class HandlerRuntime {
public:
    HandlerRuntime(PluginLimits limits, ports::Connections& connections, ports::Log& log);

    /// A new instance of `handler` for the function `name`, or why its `init` refused.
    [[nodiscard]] std::variant<HandlerInstance*, std::string> start(
        const std::string& name, const postern_handler& handler, const std::string& config_json
    );
    /// Nobody will invoke `instance` again. Any thread.
    void retire(HandlerInstance& instance);
    /// See `PluginHost`.
    std::size_t collect();
    [[nodiscard]] std::size_t open_calls() const;
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

    /// Cuts `runtime` off from the gateway, which ends, and keeps it for the handlers that did not.
    static void leave_to_handlers(std::unique_ptr<HandlerRuntime> runtime);

private:
    struct Entry {
        std::unique_ptr<HandlerInstance> instance;
        bool is_retired = false;
    };

    [[nodiscard]] FunctionHost& host_for(const std::string& name);

    PluginLimits limits_;
    std::thread::id main_thread_ = std::this_thread::get_id();
    HostServices services_;
    // By name of function: a reload finds the one that handlers may still hold on to.
    std::map<std::string, std::unique_ptr<FunctionHost>> hosts_;
    WorkerPool workers_;
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;
};

}  // namespace postern::integrations
