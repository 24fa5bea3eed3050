#include "gateway/core/websocket/deflate_offer.hpp"

#include "gateway/core/websocket/field_syntax.hpp"

#include <algorithm>

namespace postern::websocket {
namespace {

constexpr std::string_view extension_name = "permessage-deflate";
constexpr std::string_view server_window = "server_max_window_bits";
constexpr std::string_view client_window = "client_max_window_bits";
constexpr std::string_view server_no_context = "server_no_context_takeover";
constexpr std::string_view client_no_context = "client_no_context_takeover";

bool is_token(std::string_view text) noexcept {
    constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} \t";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return c > ' ' && c < '\x7F' && separators.find(c) == std::string_view::npos;
    });
}

/// `8` to `15`, bare or quoted and without leading zeros; nothing for anything else.
std::optional<int> window_bits(std::string_view value) noexcept {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    if (value == "8") return 8;
    if (value == "9") return 9;
    if (value.size() == 2 && value[0] == '1' && value[1] >= '0' && value[1] <= '5')
        return 10 + (value[1] - '0');
    return std::nullopt;
}

/// Which parameters an offer has named so far; each may appear once.
struct Seen {
    bool server_window = false;
    bool client_window = false;
    bool server_no_context = false;
    bool client_no_context = false;
};

/// Sets `seen` and says whether it was unset.
bool is_first(bool& seen) noexcept {
    const bool was_seen = seen;
    seen = true;
    return !was_seen;
}

/// Applies one parameter to `agreement`; false when the offer cannot be accepted because of it.
bool apply(
    std::string_view name,
    const std::optional<std::string_view>& value,
    Seen& seen,
    DeflateAgreement& agreement
) noexcept {
    if (name == server_no_context) {
        agreement.server_no_context_takeover = true;
        return !value && is_first(seen.server_no_context);
    }
    if (name == client_no_context) {
        agreement.client_no_context_takeover = true;
        return !value && is_first(seen.client_no_context);
    }
    if (name == client_window) {
        const auto bits = value ? window_bits(*value) : 15;
        agreement.client_max_window_bits = bits.value_or(15);
        return bits && is_first(seen.client_window);
    }
    if (name == server_window) {
        const auto bits = value ? window_bits(*value) : std::nullopt;
        agreement.server_max_window_bits = bits.value_or(15);
        agreement.is_server_window_offered = true;
        return bits && *bits > 8 && is_first(seen.server_window);
    }
    return false;
}

/// The agreement that accepts `offer`, if it is a permessage-deflate one that can be accepted.
std::optional<DeflateAgreement> accept(std::string_view offer) noexcept {
    if (take_until(';', offer) != extension_name) return std::nullopt;
    DeflateAgreement agreement;
    Seen seen;
    while (!offer.empty()) {
        std::string_view parameter = take_until(';', offer);
        const bool has_value = parameter.find('=') != std::string_view::npos;
        const std::string_view name = take_until('=', parameter);
        const auto value = has_value ? std::optional(trimmed(parameter)) : std::nullopt;
        if (!is_token(name) || !apply(name, value, seen, agreement)) return std::nullopt;
    }
    return agreement;
}

}  // namespace

std::optional<DeflateAgreement> negotiate_deflate(std::string_view offers) {
    while (!offers.empty()) {
        if (const auto agreement = accept(take_until(',', offers))) return agreement;
    }
    return std::nullopt;
}

std::string extension_header(const DeflateAgreement& agreement) {
    std::string header(extension_name);
    const auto add = [&header](std::string_view parameter) {
        header.append(";").append(parameter);
    };
    if (agreement.server_no_context_takeover) add(server_no_context);
    if (agreement.client_no_context_takeover) add(client_no_context);
    if (agreement.is_server_window_offered) {
        add(server_window);
        header += '=' + std::to_string(agreement.server_max_window_bits);
    }
    return header;
}

}  // namespace postern::websocket
