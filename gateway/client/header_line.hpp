#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace postern::client {

/// Name and value of `-H 'Name: value'` (RFC 9110 §5), or what is wrong with it.
[[nodiscard]] std::variant<std::pair<std::string, std::string>, std::string> parse_header_line(
    std::string_view line
);

}  // namespace postern::client
