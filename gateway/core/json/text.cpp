#include "gateway/core/json/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace postern::json {
namespace {

/// The letter after the backslash for each control character, 0 for those without one.
constexpr std::array<char, 0x20> short_escapes = [] {
    std::array<char, 0x20> letters{};
    letters['\b'] = 'b';
    letters['\f'] = 'f';
    letters['\n'] = 'n';
    letters['\r'] = 'r';
    letters['\t'] = 't';
    return letters;
}();

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += '\\';
    if (c == '"' || c == '\\') {
        out += c;
    } else if (short_escapes[byte] != 0) {
        out += short_escapes[byte];
    } else {
        out += "u00";
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
}

/// What one escape stands for, and how many bytes it takes up.
struct Unescaped {
    std::array<char, 4> bytes;
    std::size_t size;
    std::size_t consumed;

    [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
};

Unescaped utf8_of(std::uint32_t character, std::size_t consumed) {
    const auto continuation = [&](std::uint32_t shift) {
        return static_cast<char>(0x80U | (character >> shift & 0x3FU));
    };
    if (character < 0x80) return {{static_cast<char>(character)}, 1, consumed};
    if (character < 0x800) {
        return {{static_cast<char>(0xC0U | character >> 6U), continuation(0)}, 2, consumed};
    }
    if (character < 0x10000) {
        const auto lead = static_cast<char>(0xE0U | character >> 12U);
        return {{lead, continuation(6), continuation(0)}, 3, consumed};
    }
    const auto lead = static_cast<char>(0xF0U | character >> 18U);
    return {{lead, continuation(12), continuation(6), continuation(0)}, 4, consumed};
}

constexpr bool is_high_surrogate(std::uint32_t unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
constexpr bool is_low_surrogate(std::uint32_t unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

constexpr std::uint32_t no_unit = 0xFFFFFFFF;

/// The UTF-16 code unit that `\uXXXX` at the front of `text` names, or `no_unit`.
std::uint32_t unit_at_front(std::string_view text) {
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return no_unit;
    std::uint32_t unit = 0;
    for (const char c : text.substr(2, 4)) {
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = static_cast<std::uint32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<std::uint32_t>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<std::uint32_t>(c - 'A') + 10;
        } else {
            return no_unit;
        }
        unit = unit << 4U | digit;
    }
    return unit;
}

char escaped_character(char letter) {
    switch (letter) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return letter;
    }
}

/// What the escape at the front of `text` stands for.
Unescaped unescape_front(std::string_view text) {
    constexpr std::uint32_t replacement = 0xFFFD;
    const std::uint32_t unit = unit_at_front(text);
    if (unit == no_unit) {
        if (text.size() < 2) return {{}, 0, text.size()};
        return {{escaped_character(text[1])}, 1, 2};
    }
    if (is_high_surrogate(unit)) {
        const std::uint32_t second = unit_at_front(text.substr(6));
        if (is_low_surrogate(second)) {
            return utf8_of(0x10000 + ((unit - 0xD800) << 10U) + (second - 0xDC00), 12);
        }
    }
    const bool is_lone = is_high_surrogate(unit) || is_low_surrogate(unit);
    return utf8_of(is_lone ? replacement : unit, 6);
}

/// Hands `inside` to `take` piece by piece, unescaped, until it returns false.
template <class Take>
bool unescape_into(std::string_view inside, const Take& take) {
    while (!inside.empty()) {
        const std::size_t plain = std::min(inside.find('\\'), inside.size());
        if (!take(inside.substr(0, plain))) return false;
        inside.remove_prefix(plain);
        if (inside.empty()) break;
        const Unescaped escape = unescape_front(inside);
        if (!take(escape.view())) return false;
        inside.remove_prefix(escape.consumed);
    }
    return true;
}

}  // namespace

void append_string(std::string& out, std::string_view utf8) {
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        out += utf8.substr(copied, i - copied);
        append_escape(out, c);
        copied = i + 1;
    }
    out += utf8.substr(copied);
    out += '"';
}

void append_unescaped(std::string& out, std::string_view inside) {
    unescape_into(inside, [&](std::string_view piece) {
        out += piece;
        return true;
    });
}

bool equals_unescaped(std::string_view inside, std::string_view text) noexcept {
    const bool is_prefix = unescape_into(inside, [&](std::string_view piece) {
        if (!text.starts_with(piece)) return false;
        text.remove_prefix(piece.size());
        return true;
    });
    return is_prefix && text.empty();
}

}  // namespace postern::json
