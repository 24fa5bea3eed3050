#include "gateway/core/json/scanner.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cstring>

namespace postern::json {
namespace {

constexpr bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_hex_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes that may make up a number, a literal or an unquoted word.
constexpr std::array<bool, 256> word_bytes = [] {
    std::array<bool, 256> table{};
    std::fill(table.begin() + 0x21, table.end(), true);
    for (const char c : std::string_view("{}[]:,\"'\\\x7F")) {
        table[static_cast<unsigned char>(c)] = false;
    }
    return table;
}();

/// The first of [at, end) that ends a run of plain string characters: the quote, a backslash or a
/// control character; or `end`.
inline const char* end_of_plain(const char* at, const char* end, char quote) {
    if constexpr (std::endian::native == std::endian::little) {
        // Eight bytes at a time. A byte's top bit in `stops` is set where it is one of the three; a
        // borrow can set bits above the lowest true one by mistake, and only the lowest is used.
        constexpr std::uint64_t ones = 0x0101010101010101U;
        constexpr std::uint64_t tops = 0x8080808080808080U;
        const std::uint64_t quotes = ones * static_cast<unsigned char>(quote);
        for (; end - at >= 8; at += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, sizeof eight);
            const std::uint64_t as_quote = eight ^ quotes;
            const std::uint64_t as_backslash = eight ^ (ones * '\\');
            const std::uint64_t stops =
                (((as_quote - ones) & ~as_quote) | ((as_backslash - ones) & ~as_backslash) |
                 ((eight - ones * 0x20) & ~eight)) &
                tops;
            if (stops != 0) return at + std::countr_zero(stops) / 8;
        }
    }
    while (at != end && *at != quote && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) {
        ++at;
    }
    return at;
}

/// Passes one or more digits.
bool take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) {
        ++count;
    }
    text.remove_prefix(count);
    return count > 0;
}

/// RFC 8259 §6: [ "-" ] int [ frac ] [ exp ].
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return false;
    if (!take_digits(text)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    return text.empty();
}

}  // namespace

inline void Scanner::skip_space() noexcept {
    while (at_ != end_ && is_space(*at_)) {
        ++at_;
    }
}

inline bool Scanner::take(char c) noexcept {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
}

Kind Scanner::peek() noexcept {
    skip_space();
    if (at_ == end_) return Kind::null;
    return *at_ == '{' ? Kind::object : *at_ == '[' ? Kind::array : Kind::null;
}

bool Scanner::finish() noexcept {
    skip_space();
    return at_ == end_;
}

Scanner::Item Scanner::enter() noexcept {
    const char close = *at_ == '{' ? '}' : ']';
    ++at_;
    if (++depth_ > max_depth) return Item::malformed;
    skip_space();
    if (!take(close)) return Item::present;
    --depth_;
    return Item::none;
}

Scanner::Item Scanner::next(Kind container) noexcept {
    const char close = container == Kind::object ? '}' : ']';
    skip_space();
    if (take(',')) {
        if (dialect_ == Dialect::strict) return Item::present;
        skip_space();
        if (!take(close)) return Item::present;
    } else if (!take(close)) {
        return Item::malformed;
    }
    --depth_;
    return Item::none;
}

bool Scanner::key(Value& key) noexcept {
    skip_space();
    if (at_ == end_) return false;
    const char c = *at_;
    const bool is_lenient = dialect_ == Dialect::lenient;
    const bool is_quoted = c == '"' || (c == '\'' && is_lenient);
    if (is_quoted ? !quoted(key, c) : !is_lenient || !word(key)) return false;
    skip_space();
    return take(':');
}

bool Scanner::skip(Value& value) noexcept {
    const Kind kind = peek();
    return kind == Kind::object || kind == Kind::array ? skip_nested(value, kind) : scalar(value);
}

bool Scanner::skip_nested(Value& value, Kind outermost) noexcept {
    // Iterative: a client decides how deep this goes.
    const char* const start = at_;
    const std::size_t outer_depth = depth_;
    std::bitset<max_depth + 1> is_object;  // by depth
    Kind container = outermost;
    Item item = enter();
    while (item == Item::present || (item == Item::none && depth_ != outer_depth)) {
        if (item == Item::present) {
            is_object[depth_] = container == Kind::object;
            item = skip_item(container);
        } else {
            container = is_object[depth_] ? Kind::object : Kind::array;
            item = next(container);
        }
    }
    value = {outermost, false, {start, static_cast<std::size_t>(at_ - start)}};
    return item == Item::none;
}

inline Scanner::Item Scanner::skip_item(Kind& container) noexcept {
    Value inner;
    if (container == Kind::object && !key(inner)) return Item::malformed;
    const Kind kind = peek();
    if (kind != Kind::object && kind != Kind::array) {
        return scalar(inner) ? next(container) : Item::malformed;
    }
    const Item first = enter();
    if (first == Item::present) container = kind;
    return first;
}

bool Scanner::scalar(Value& value) noexcept {
    if (at_ == end_) return false;
    const char c = *at_;
    if (c == '"' || (c == '\'' && dialect_ == Dialect::lenient)) return quoted(value, c);
    if (!word(value)) return false;
    if (value.text == "true" || value.text == "false") {
        value.kind = Kind::boolean;
    } else if (value.text == "null") {
        value.kind = Kind::null;
    } else if (is_number(value.text)) {
        value.kind = Kind::number;
    } else {
        // `hello` as a whole message is what the AWS guide calls non-JSON.
        return dialect_ == Dialect::lenient && depth_ > 0;
    }
    return true;
}

bool Scanner::quoted(Value& value, char quote) noexcept {
    const char* const start = ++at_;
    bool has_escapes = false;
    for (;;) {
        at_ = end_of_plain(at_, end_, quote);
        if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20) return false;
        if (*at_ == quote) break;
        has_escapes = true;
        if (!escape()) return false;
    }
    value = {Kind::string, has_escapes, {start, static_cast<std::size_t>(at_ - start)}};
    ++at_;
    return true;
}

bool Scanner::escape() noexcept {
    ++at_;
    if (at_ == end_) return false;
    const char letter = *at_++;
    switch (letter) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't':
            return true;
        case '\'':
            return dialect_ == Dialect::lenient;
        case 'u':
            if (end_ - at_ < 4 || !std::all_of(at_, at_ + 4, is_hex_digit)) return false;
            at_ += 4;
            return true;
        default:
            return false;
    }
}

bool Scanner::word(Value& value) noexcept {
    const char* const start = at_;
    while (at_ != end_ && word_bytes[static_cast<unsigned char>(*at_)]) {
        ++at_;
    }
    value = {Kind::string, false, {start, static_cast<std::size_t>(at_ - start)}};
    return at_ != start;
}

bool is_json(std::string_view text, Dialect dialect) noexcept {
    Scanner scanner(text, dialect);
    Value value;
    return scanner.skip(value) && scanner.finish();
}

}  // namespace postern::json
