#pragma once

#include "gateway/core/event/facts.hpp"

#include <string>
#include <string_view>

namespace postern::websocket {

/// What a request to a stage asks for, by RFC 6455 §4.2.1.
enum class UpgradeCheck {
    ok,
    not_an_upgrade,  ///< Answered with 426 and `Upgrade: websocket`.
    wrong_version,   ///< Answered with 426 and `Sec-WebSocket-Version: 13`.
    bad_key,         ///< `Sec-WebSocket-Key` missing, repeated or not base64 of 16 bytes: 400.
};

/// Judges a GET request by its header fields.
[[nodiscard]] UpgradeCheck check_upgrade(const Fields& headers);

/// `Sec-WebSocket-Accept` for `key`: base64 of the SHA-1 of key and RFC 6455's constant.
[[nodiscard]] std::string accept_key(std::string_view key);

/// First value of header `name` (any letter case), or empty.
[[nodiscard]] std::string_view header_value(const Fields& headers, std::string_view name);
/// All values of header `name` joined by `, `.
[[nodiscard]] std::string joined_header(const Fields& headers, std::string_view name);

}  // namespace postern::websocket
