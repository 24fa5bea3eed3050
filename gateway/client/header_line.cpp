#include "gateway/client/header_line.hpp"

#include <algorithm>

namespace postern::client {
namespace {

constexpr bool is_token_byte(char byte) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || marks.find(byte) != std::string_view::npos;
}

constexpr bool is_value_byte(char byte) {
    return byte == '\t' || (static_cast<unsigned char>(byte) >= ' ' && byte != '\x7F');
}

}  // namespace

std::variant<std::pair<std::string, std::string>, std::string> parse_header_line(
    std::string_view line
) {
    const auto bad_header = [&] {
        return "'" + std::string{line} + "' is not a header; write it like 'x-token: abc'";
    };
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return bad_header();
    const std::string_view name = line.substr(0, colon);
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_token_byte) ||
        !std::all_of(value.begin(), value.end(), is_value_byte)) {
        return bad_header();
    }
    return std::pair{std::string{name}, std::string{value}};
}

}  // namespace postern::client
