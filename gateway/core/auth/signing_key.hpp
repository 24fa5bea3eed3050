#pragma once

#include <array>
#include <string>
#include <string_view>

namespace postern::sigv4 {

/// The 32 bytes of a SHA-256 or an HMAC-SHA256.
using Digest = std::array<unsigned char, 32>;

/// `digest` as 64 lower-case hex digits.
[[nodiscard]] std::string to_hex(const Digest& digest);

/// `{date}/{region}/{service}/aws4_request`: what a signing key is good for. `date` is `YYYYMMDD`.
struct KeyScope {
    std::string_view date;
    std::string_view region;
    std::string_view service;

    [[nodiscard]] std::string text() const;
};

/// The signature, in hex, that the owner of `secret_access_key` gives to `string_to_sign`.
///
/// Derives the day's key with four HMACs, then signs with a fifth; all share one libcrypto context,
/// which makes the chain cheap enough (about 3 µs) to need no cache of keys.
[[nodiscard]] std::string signature(
    std::string_view secret_access_key, const KeyScope& scope, std::string_view string_to_sign
);

}  // namespace postern::sigv4
