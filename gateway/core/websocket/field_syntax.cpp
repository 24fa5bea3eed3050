#include "gateway/core/websocket/field_syntax.hpp"

#include <algorithm>
#include <cstddef>

namespace postern::websocket {

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view take_until(char separator, std::string_view& rest) noexcept {
    bool is_quoted = false;
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
        const char c = rest[end];
        if (c == separator && !is_quoted) break;
        if (c == '"') is_quoted = !is_quoted;
        if (c == '\\' && is_quoted) ++end;  // the next character stands for itself
    }
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trimmed(part);
}

}  // namespace postern::websocket
