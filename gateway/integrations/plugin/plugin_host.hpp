#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"
#include "gateway/ports/connections.hpp"
#include "gateway/ports/integration.hpp"
#include "gateway/ports/log.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace postern::integrations {

class HandlerRuntime;

/// What bounds handlers together.
struct PluginLimits {
    /// Threads for handlers that may block; started when first needed.
    std::size_t worker_threads = 64;
    /// Calls that may wait for one of them; more fail as `integration_unavailable`.
    std::size_t worker_queue = 10'000;
    /// Calls of one function that may be unanswered; more fail as `integration_unavailable`.
    std::size_t open_calls_per_function = 10'000;
};

/// Everything handler plugins share: worker pool, open calls, the way to connections and log.
///
/// Made before the first plugin is loaded and destroyed after the last shard has ended, on the main
/// thread.
class PluginHost {
public:
    PluginHost(PluginLimits limits, ports::Connections& connections, ports::Log& log);
    /// Every integration is gone. Stops without patience if `stop` was not called; what then still
    /// runs or owes answers is left as it is, cut off from the gateway, with the memory it touches.
    ~PluginHost();
    PluginHost(const PluginHost&) = delete;
    PluginHost& operator=(const PluginHost&) = delete;

    /// Loads `library` and makes `function` of it: an integration for the routes that target it.
    ///
    /// Problems name the function and the path: no such file, no handler, another ABI, a refusal of
    /// its `init`. Several functions may share a library; each has a state of its own. When the
    /// integration is gone and its calls are answered, the handler is shut down by `collect`.
    [[nodiscard]] Loaded<std::shared_ptr<ports::Integration>> load(
        const std::string& name,
        const PluginFunction& function,
        const std::filesystem::path& library
    );

    /// Shuts down handlers whose integration is gone and whose calls have ended; `load` and an
    /// integration that ends on the main thread do so too. Returns how many handlers, of these and
    /// of those in service, still run or owe answers.
    std::size_t collect();

    /// Calls that handlers keep, that wait for a worker, or run on one, and are not answered.
    [[nodiscard]] std::size_t open_calls() const;

    /// Lets the worker pool run what is queued and end, then collects. False when after `patience`
    /// handlers still run or owe answers: the process should then end without unwinding
    /// (`std::_Exit`). To be called after the last shard has stopped and before its memory, which
    /// late answers still reach, is freed.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

private:
    std::unique_ptr<HandlerRuntime> runtime_;
};

}  // namespace postern::integrations
