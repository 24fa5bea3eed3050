#pragma once

#include "gateway/core/event/event_headers.hpp"
#include "gateway/core/event/facts.hpp"

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::integrations {

/// Shows a handler the parts of an event it asks for, and keeps what had to be made for that until
/// the call is answered: the JSON, numbers as text, the merged headers.
///
/// A handler that asks for nothing costs nothing. Any thread, except `reset`, which must not run
/// beside another function.
class EventReader {
public:
    /// The Lambda proxy event, made once. Valid until `reset`.
    [[nodiscard]] std::string_view json(const Event& event);
    /// One value by its name in `handler.h` (`POSTERN_FIELD`), or nothing. Valid until `reset`, and
    /// as long as `event`.
    [[nodiscard]] std::optional<std::string_view> field(const Event& event, std::string_view name);
    /// Forgets everything; keeps buffers of ordinary size for the next call.
    void reset() noexcept;

private:
    using Digits = std::array<char, 24>;
    enum class Number { connected_at, request_time, disconnect_status_code };
    static constexpr std::size_t number_count = 3;

    [[nodiscard]] std::string_view digits(Number which, std::int64_t value);
    [[nodiscard]] std::optional<std::string_view> number(const Event& event, std::string_view name);
    [[nodiscard]] std::optional<std::string_view> header(const Event& event, std::string_view name);

    std::mutex mutex_;
    bool is_used_ = false;
    bool has_headers_ = false;
    std::string json_;
    std::vector<EventParameter> headers_;
    std::array<Digits, number_count> digits_{};
};

}  // namespace postern::integrations
