#pragma once

#include "gateway/integrations/plugin/call_slots.hpp"
#include "gateway/ports/connections.hpp"
#include "gateway/ports/log.hpp"
#include "postern/handler.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

namespace postern::integrations {

/// What the C functions of every function need.
struct HostServices {
    HostServices(ports::Connections& connections_port, ports::Log& log_port)
        : connections(&connections_port),
          log(&log_port) {}

    CallSlots slots;
    /// Null once the gateway has ended around a handler that did not.
    std::atomic<ports::Connections*> connections;
    std::atomic<ports::Log*> log;
};

/// The `postern_host` of one function, by name: log lines and complaints about answers bear it.
///
/// Lives as long as the process serves, also across reloads, since a handler may hold on to it.
class FunctionHost {
public:
    FunctionHost(HostServices& services, std::string function);
    FunctionHost(const FunctionHost&) = delete;
    FunctionHost& operator=(const FunctionHost&) = delete;

    [[nodiscard]] const postern_host& abi() const noexcept { return abi_; }
    [[nodiscard]] HostServices& services() const noexcept { return services_; }
    [[nodiscard]] const std::string& function() const noexcept { return function_; }

    /// The function that `host` belongs to.
    [[nodiscard]] static FunctionHost& of(const postern_host* host) noexcept {
        return *static_cast<FunctionHost*>(host->host_data);
    }

    /// Writes `text` as one line that names the function.
    void log(ports::LogLevel level, std::string_view text);
    /// Reports an answer to a call that has been answered: the first, second, fourth, … of this
    /// function, so that a broken handler cannot flood the log.
    void answer_dropped();

    /// From here on error lines of this thread are kept, not written: they say why `init` fails.
    void begin_init();
    /// Ends that and returns the lines kept, joined by `; `.
    [[nodiscard]] std::string end_init();

private:
    [[nodiscard]] bool keep_reason(ports::LogLevel level, std::string_view text);

    HostServices& services_;
    std::string function_;
    postern_host abi_;
    std::atomic<std::uint64_t> dropped_{0};
    // The thread that runs `init`, else none; only it touches the reasons.
    std::atomic<std::thread::id> init_thread_{};
    std::string reasons_;
};

}  // namespace postern::integrations
