#include "gateway/integrations/plugin/function_host.hpp"

#include "gateway/integrations/plugin/host_functions.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace postern::integrations {

FunctionHost::FunctionHost(HostServices& services, std::string function)
    : services_(services),
      function_(std::move(function)),
      abi_(host_functions(this)) {}

void FunctionHost::log(ports::LogLevel level, std::string_view text) {
    if (keep_reason(level, text)) return;
    ports::Log* const log = services_.log.load(std::memory_order_acquire);
    if (log == nullptr || !log->is_enabled(level)) return;
    std::string line = "function=" + function_ + " ";
    line.append(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    log->write(level, line);
}

void FunctionHost::answer_dropped() {
    const std::uint64_t count = dropped_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (!std::has_single_bit(count)) return;
    log(ports::LogLevel::warn,
        "answered a call that was answered before; dropped=" + std::to_string(count));
}

void FunctionHost::begin_init() {
    reasons_.clear();
    init_thread_.store(std::this_thread::get_id());
}

std::string FunctionHost::end_init() {
    init_thread_.store(std::thread::id());
    return std::exchange(reasons_, {});
}

bool FunctionHost::keep_reason(ports::LogLevel level, std::string_view text) {
    if (level != ports::LogLevel::error) return false;
    if (init_thread_.load() != std::this_thread::get_id()) return false;
    if (!reasons_.empty()) reasons_ += "; ";
    reasons_.append(text);
    return true;
}

}  // namespace postern::integrations
