#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Base64 (RFC 4648): the form of binary bodies in events and callback answers, and of ids.
namespace postern::base64 {

/// Appends `bytes` in the standard alphabet (`+`, `/`), padded with `=` (RFC 4648 §4).
void append(std::string& out, std::string_view bytes);

/// `bytes` in the standard alphabet, padded with `=` (RFC 4648 §4).
[[nodiscard]] std::string encode(std::string_view bytes);

/// `bytes` in the URL-safe alphabet (`-`, `_`), padded with `=` (RFC 4648 §5).
[[nodiscard]] std::string encode_url(std::string_view bytes);

/// The bytes that `text` stands for, or nothing unless `text` is exactly what `encode` writes for
/// some bytes.
///
/// Strict: standard alphabet, complete padding, no white space, unused bits zero.
[[nodiscard]] std::optional<std::string> decode(std::string_view text);

}  // namespace postern::base64
