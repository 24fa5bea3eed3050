#include "gateway/core/websocket/handshake.hpp"

#include "gateway/core/encoding/base64.hpp"
#include "gateway/core/websocket/field_syntax.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace postern::websocket {
namespace {

/// RFC 6455 §1.3.
constexpr std::string_view handshake_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view supported_version = "13";
/// Characters of 16 bytes in base64; the last two are padding.
constexpr std::size_t key_characters = 24;

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

/// Whether the comma-separated list in all headers called `name` contains `token` (any letter
/// case).
bool lists(const Fields& headers, std::string_view name, std::string_view token) {
    const std::string joined = joined_header(headers, name);
    std::string_view rest = joined;
    while (!rest.empty()) {
        if (equals_ignoring_case(take_until(',', rest), token)) return true;
    }
    return false;
}

bool is_base64_character(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

bool is_key(std::string_view key) noexcept {
    const std::string_view digits = key.substr(0, std::min(key.size(), key_characters - 2));
    return key.size() == key_characters && key.ends_with("==") &&
           std::all_of(digits.begin(), digits.end(), is_base64_character);
}

}  // namespace

UpgradeCheck check_upgrade(const Fields& headers) {
    if (!lists(headers, "Upgrade", "websocket") || !lists(headers, "Connection", "upgrade"))
        return UpgradeCheck::not_an_upgrade;
    if (trimmed(joined_header(headers, "Sec-WebSocket-Version")) != supported_version)
        return UpgradeCheck::wrong_version;
    // A repeated key joins to something that is none.
    if (!is_key(trimmed(joined_header(headers, "Sec-WebSocket-Key")))) return UpgradeCheck::bad_key;
    return UpgradeCheck::ok;
}

std::string accept_key(std::string_view key) {
    std::string salted(trimmed(key));
    salted += handshake_guid;
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(salted.data()), salted.size(), digest.data());
    return base64::encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string_view header_value(const Fields& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& header) {
        return equals_ignoring_case(header.first, name);
    });
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string joined_header(const Fields& headers, std::string_view name) {
    std::string joined;
    bool is_first = true;
    for (const auto& [header, value] : headers) {
        if (!equals_ignoring_case(header, name)) continue;
        if (!is_first) joined += ", ";
        joined += value;
        is_first = false;
    }
    return joined;
}

}  // namespace postern::websocket
