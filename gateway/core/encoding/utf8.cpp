#include "gateway/core/encoding/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace postern::utf8 {
namespace {

/// What a first byte asks for: how many continuation bytes, and the bounds of the next one, which
/// are what keeps overlong forms, surrogates and values above U+10FFFF out (RFC 3629 §4).
struct Lead {
    std::uint8_t continuations;  // 0 for a byte that starts nothing but itself
    std::uint8_t lowest;
    std::uint8_t highest;
};

constexpr Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0x80, 0xBF};
}

constexpr std::uint8_t byte_of(char c) {
    return static_cast<std::uint8_t>(c);
}

/// The first of [from, end) that is not ASCII, or `end`.
const char* skip_ascii(const char* from, const char* end) noexcept {
    for (; end - from >= 8; from += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, from, sizeof eight);
        if ((eight & 0x8080808080808080U) != 0) break;
    }
    while (from != end && byte_of(*from) < 0x80) {
        ++from;
    }
    return from;
}

/// How many bytes at the front of `text`, which starts with a byte above 0x7F, belong together, and
/// whether they are a character: a valid one, or else the part to replace as one.
struct Sequence {
    std::size_t size;
    bool is_character;
};

Sequence first_sequence(std::string_view text) noexcept {
    auto [continuations, lowest, highest] = lead_of(byte_of(text.front()));
    if (continuations == 0) return {1, false};
    std::size_t size = 1;
    for (; continuations > 0; --continuations, ++size) {
        if (size == text.size() || byte_of(text[size]) < lowest || byte_of(text[size]) > highest) {
            return {size, false};
        }
        lowest = 0x80;
        highest = 0xBF;
    }
    return {size, true};
}

}  // namespace

bool Validator::feed(std::string_view piece) noexcept {
    const char* at = piece.data();
    const char* const end = at + piece.size();
    while (!failed_ && at != end) {
        if (pending_ == 0) {
            at = skip_ascii(at, end);
            if (at == end) break;
            const Lead lead = lead_of(byte_of(*at++));
            pending_ = lead.continuations;
            lowest_ = lead.lowest;
            highest_ = lead.highest;
            failed_ = pending_ == 0;
            continue;
        }
        const std::uint8_t byte = byte_of(*at++);
        failed_ = byte < lowest_ || byte > highest_;
        --pending_;
        lowest_ = 0x80;
        highest_ = 0xBF;
    }
    return !failed_;
}

bool is_valid(std::string_view text) noexcept {
    Validator validator;
    return validator.feed(text) && validator.is_complete();
}

std::string replace_invalid(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const char* const end = text.data() + text.size();
        const auto ascii = static_cast<std::size_t>(skip_ascii(text.data(), end) - text.data());
        out += text.substr(0, ascii);
        text.remove_prefix(ascii);
        if (text.empty()) break;
        const auto [size, is_character] = first_sequence(text);
        out += is_character ? text.substr(0, size) : replacement;
        text.remove_prefix(size);
    }
    return out;
}

std::string_view truncate(std::string_view text, std::size_t max_bytes) noexcept {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (byte_of(text[end]) & 0xC0U) == 0x80) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace postern::utf8
