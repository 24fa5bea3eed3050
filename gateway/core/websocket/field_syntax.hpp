#pragma once

#include <string_view>

/// Pieces of header values that are lists (RFC 9110 §5.6).
namespace postern::websocket {

/// `text` without spaces and tabs at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Takes the text before the next `separator` that is not inside a quoted string off the front of
/// `rest`, together with the separator, and returns it trimmed. Takes all when there is none.
[[nodiscard]] std::string_view take_until(char separator, std::string_view& rest) noexcept;

}  // namespace postern::websocket
