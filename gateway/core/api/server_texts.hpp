#pragma once

#include "gateway/core/time_format.hpp"

#include <optional>
#include <string_view>

/// The forms that texts in `server` must have.
namespace postern::native {

/// `ADDRESS:PORT` with a numeric address, IPv6 in brackets, or `localhost`.
///
/// The address is only looked over; binding to it has the last word.
[[nodiscard]] bool is_listen_address(std::string_view text) noexcept;

/// A name and perhaps a port as in a `Host` header: `chat.example.com:8443`.
[[nodiscard]] bool is_host(std::string_view text) noexcept;

/// `us-east-1`: lower-case letters, digits and `-`.
[[nodiscard]] bool is_region(std::string_view text) noexcept;

/// Twelve digits.
[[nodiscard]] bool is_account_id(std::string_view text) noexcept;

/// The instant of an ISO 8601 time in UTC, `2026-02-19T07:04:05Z` or with up to three decimals,
/// as AWS writes `Expiration` of temporary credentials.
[[nodiscard]] std::optional<Instant> parse_expiration(std::string_view text);

}  // namespace postern::native
