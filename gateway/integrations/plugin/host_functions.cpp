#include "gateway/integrations/plugin/host_functions.hpp"

#include "gateway/integrations/plugin/answering.hpp"
#include "gateway/integrations/plugin/function_host.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

namespace postern::integrations {
namespace {

std::string_view view(postern_bytes bytes) noexcept {
    return {bytes.data, bytes.size};
}

/// `std::runtime_error` for `St13runtime_error`, which is what a C++ handler knows of its
/// exception's type; other text as it is.
std::string readable_type(std::string_view type) {
    std::string text(type);
    // Single letters and words are names too in the compiler's encoding: `i` is int.
    const bool may_be_encoded = text.starts_with("St") || text.starts_with("N") ||
                                (!text.empty() && text.front() >= '1' && text.front() <= '9');
    if (!may_be_encoded) return text;
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        ::abi::__cxa_demangle(text.c_str(), nullptr, nullptr, &status), &std::free
    );
    return status == 0 && name ? std::string(name.get()) : text;
}

void reply(const postern_host* host, postern_call* handle, postern_bytes json) {
    answer(FunctionHost::of(host), handle, [json](ports::Call& call) {
        call.complete({ports::Reply::Form::payload, 200, view(json)});
    });
}

void fail(
    const postern_host* host, postern_call* handle, postern_bytes type, postern_bytes message
) {
    answer(FunctionHost::of(host), handle, [type, message](ports::Call& call) {
        const std::string name = readable_type(view(type));
        call.fail({Errc::integration_failed, name, view(message)});
    });
}

void log(const postern_host* host, std::int32_t level, postern_bytes line) {
    const auto known = std::clamp<std::int32_t>(level, POSTERN_LOG_TRACE, POSTERN_LOG_ERROR);
    FunctionHost::of(host).log(static_cast<ports::LogLevel>(known), view(line));
}

postern_bytes event_json(const postern_host* host, postern_call* handle) {
    CallSlot* const slot = FunctionHost::of(host).services().slots.find(handle);
    if (slot == nullptr) return {nullptr, 0};
    const std::string_view json = slot->reader.json(slot->call->event());
    return {json.data(), json.size()};
}

static_assert(static_cast<int>(ports::LogLevel::trace) == POSTERN_LOG_TRACE);
static_assert(static_cast<int>(ports::LogLevel::error) == POSTERN_LOG_ERROR);

}  // namespace

postern_host host_functions(FunctionHost* function) noexcept {
    return {sizeof(postern_host), function, &reply, &fail, &log, &event_json, &host_extension};
}

}  // namespace postern::integrations
