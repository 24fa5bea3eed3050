#include "gateway/integrations/plugin/handler_runtime.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <string_view>
#include <utility>

namespace postern::integrations {
namespace {

/// Runs the handler's `init`; what went wrong, or nothing.
std::string init(
    const postern_handler& handler, const postern_host& host, std::string_view config, void*& state
) {
    if (handler.init == nullptr) return {};
    try {
        const std::int32_t code = handler.init(&host, {config.data(), config.size()}, &state);
        return code == 0 ? std::string() : "its init failed with code " + std::to_string(code);
    } catch (const std::exception& error) {
        return std::string("an exception left its init: ") + error.what();
    } catch (...) {
        return "an exception left its init";
    }
}

}  // namespace

HandlerRuntime::HandlerRuntime(
    PluginLimits limits, ports::Connections& connections, ports::Log& log
)
    : limits_(limits),
      services_(connections, log),
      workers_(limits.worker_threads, limits.worker_queue) {}

FunctionHost& HandlerRuntime::host_for(const std::string& name) {
    auto& host = hosts_[name];
    if (!host) host = std::make_unique<FunctionHost>(services_, name);
    return *host;
}

std::variant<HandlerInstance*, std::string> HandlerRuntime::start(
    const std::string& name, const postern_handler& handler, const std::string& config_json
) {
    FunctionHost& host = host_for(name);
    void* state = nullptr;
    host.begin_init();
    const std::string failure = init(handler, host.abi(), config_json, state);
    const std::string reasons = host.end_init();
    if (!failure.empty()) return reasons.empty() ? failure : failure + ": " + reasons;
    if (!reasons.empty()) host.log(ports::LogLevel::error, reasons);
    auto instance = std::make_unique<HandlerInstance>(
        handler, state, host, workers_, limits_.open_calls_per_function
    );
    HandlerInstance* const started = instance.get();
    const std::lock_guard lock(mutex_);
    entries_.push_back({std::move(instance), false});
    return started;
}

void HandlerRuntime::retire(HandlerInstance& instance) {
    {
        const std::lock_guard lock(mutex_);
        for (Entry& entry : entries_) {
            if (entry.instance.get() == &instance) entry.is_retired = true;
        }
    }
    // A handler is shut down on the main thread, nowhere else.
    if (std::this_thread::get_id() == main_thread_) collect();
}

std::size_t HandlerRuntime::collect() {
    std::vector<Entry> ended;
    std::size_t busy = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto first_ended =
            std::stable_partition(entries_.begin(), entries_.end(), [&busy](const Entry& entry) {
                const bool is_idle = entry.instance->is_idle();
                if (!is_idle) ++busy;
                return !(is_idle && entry.is_retired);
            });
        std::move(first_ended, entries_.end(), std::back_inserter(ended));
        entries_.erase(first_ended, entries_.end());
    }
    // Shut down here, without the lock: a handler takes its time, and may log or close connections.
    return busy;
}

std::size_t HandlerRuntime::open_calls() const {
    const std::lock_guard lock(mutex_);
    std::size_t sum = 0;
    for (const Entry& entry : entries_)
        sum += entry.instance->open_calls();
    return sum;
}

bool HandlerRuntime::stop(std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    const bool is_quiet = workers_.stop(patience);
    while (collect() != 0) {
        if (std::chrono::steady_clock::now() >= until) return false;
        // Answers come from threads of handlers, which nothing here can wait for otherwise.
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return is_quiet;
}

void HandlerRuntime::leave_to_handlers(std::unique_ptr<HandlerRuntime> runtime) {
    runtime->services_.slots.revoke_all();
    runtime->services_.connections.store(nullptr);
    runtime->services_.log.store(nullptr);
    // Never destroyed, on purpose: the threads that may touch it end with the process only.
    static auto* const kept = new std::vector<std::unique_ptr<HandlerRuntime>>;
    kept->push_back(std::move(runtime));
}

}  // namespace postern::integrations
