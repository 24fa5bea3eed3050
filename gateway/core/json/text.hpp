#pragma once

#include <string>
#include <string_view>

/// JSON as text (RFC 8259), for code that reads or writes it without building a document.
namespace postern::json {

/// Appends `utf8` as a JSON string, quotes included.
///
/// Escapes only what must be: `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, and `\u00xx` for the other
/// control characters. Everything else, `/` and non-ASCII included, is copied.
void append_string(std::string& out, std::string_view utf8);

/// Appends what the inside of a JSON string (between its quotes) stands for.
///
/// `\uXXXX` pairs become one character, a lone surrogate U+FFFD. A backslash before any other
/// character (`\'` of lenient JSON) stands for that character.
void append_unescaped(std::string& out, std::string_view inside);

/// Whether the inside of a JSON string stands for `text`. Does not allocate.
[[nodiscard]] bool equals_unescaped(std::string_view inside, std::string_view text) noexcept;

}  // namespace postern::json
