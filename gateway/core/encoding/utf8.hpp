#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
namespace postern::utf8 {

/// Whether all of `text` is UTF-8. ASCII is checked eight bytes at a time.
[[nodiscard]] bool is_valid(std::string_view text) noexcept;

/// `text` with U+FFFD in place of what is not UTF-8.
///
/// One per maximal part of a character that could still have become valid, one per other byte
/// (Unicode 15 §3.9, what browsers do too).
[[nodiscard]] std::string replace_invalid(std::string_view text);

/// The longest prefix of `text` (UTF-8) that has at most `max_bytes` bytes and ends between two
/// characters. The view lies in `text`.
[[nodiscard]] std::string_view truncate(std::string_view text, std::size_t max_bytes) noexcept;

/// Checks text that arrives in pieces which may split characters, such as the fragments of a
/// WebSocket message (RFC 6455 §8.1).
class Validator {
public:
    /// Whether the text fed so far, `piece` included, can still become UTF-8. Once false, it stays
    /// false until `reset`.
    [[nodiscard]] bool feed(std::string_view piece) noexcept;

    /// Whether the text fed so far is UTF-8 and ends between two characters.
    [[nodiscard]] bool is_complete() const noexcept { return !failed_ && pending_ == 0; }

    /// Starts a new text.
    void reset() noexcept { *this = Validator{}; }

private:
    std::uint8_t pending_ = 0;    // continuation bytes the current character still lacks
    std::uint8_t lowest_ = 0x80;  // bounds of the next one, narrower after E0, ED, F0 and F4
    std::uint8_t highest_ = 0xBF;
    bool failed_ = false;
};

}  // namespace postern::utf8
