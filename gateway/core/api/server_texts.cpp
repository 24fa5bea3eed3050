#include "gateway/core/api/server_texts.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>

namespace postern::native {
namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_lower(char c) noexcept {
    return c >= 'a' && c <= 'z';
}

bool is_hex(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether `text` is a number of at most `most` in plain digits.
bool is_number(std::string_view text, std::uint32_t most) noexcept {
    std::uint32_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    return failure == std::errc() && stop == end && value <= most;
}

bool is_ipv4(std::string_view text) noexcept {
    constexpr std::uint32_t largest_octet = 255;
    for (int octet = 0; octet < 3; ++octet) {
        const std::size_t dot = text.find('.');
        if (dot == std::string_view::npos) return false;
        if (!is_number(text.substr(0, dot), largest_octet)) return false;
        text.remove_prefix(dot + 1);
    }
    return is_number(text, largest_octet);
}

bool is_ipv6(std::string_view text) noexcept {
    return text.find(':') != std::string_view::npos &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return is_hex(c) || c == ':' || c == '.';
           });
}

/// The milliseconds that nothing, or a dot and up to three decimals, stand for.
std::optional<std::chrono::milliseconds> parse_fraction(std::string_view text) {
    if (text.empty()) return std::chrono::milliseconds(0);
    if (text.front() != '.' || text.size() < 2 || text.size() > 4) return std::nullopt;
    text.remove_prefix(1);
    if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    std::string digits(text);
    digits.resize(3, '0');
    return std::chrono::milliseconds(std::stoi(digits));
}

}  // namespace

bool is_listen_address(std::string_view text) noexcept {
    constexpr std::uint32_t largest_port = 65'535;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    if (!is_number(text.substr(colon + 1), largest_port)) return false;
    const std::string_view host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        return is_ipv6(host.substr(1, host.size() - 2));
    }
    return host == "localhost" || is_ipv4(host);
}

bool is_host(std::string_view text) noexcept {
    constexpr std::size_t longest_name = 253;
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    if (colon != std::string_view::npos && !is_number(text.substr(colon + 1), 65'535)) return false;
    return !name.empty() && name.size() <= longest_name &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_hex(c) || (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') || c == '-' ||
                      c == '.';
           });
}

bool is_region(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_lower(c) || is_digit(c) || c == '-';
    });
}

bool is_account_id(std::string_view text) noexcept {
    return text.size() == 12 && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<Instant> parse_expiration(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00";
    if (text.size() <= form.size() || text.back() != 'Z') return std::nullopt;
    const std::string_view fraction = text.substr(form.size(), text.size() - form.size() - 1);
    std::string basic;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (is_digit(form[i]) ? !is_digit(text[i]) : text[i] != form[i]) return std::nullopt;
        if (text[i] != '-' && text[i] != ':') basic += text[i];
    }
    const auto seconds = parse_sigv4_time(basic + 'Z');
    const auto milliseconds = parse_fraction(fraction);
    if (!seconds || !milliseconds) return std::nullopt;
    return *seconds + *milliseconds;
}

}  // namespace postern::native
