#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace postern::json {

/// Which texts count as JSON.
enum class Dialect : std::uint8_t {
    /// RFC 8259.
    strict,
    /// Also what API Gateway is seen to route: unquoted keys and words (`{action: join}`),
    /// single-quoted strings and trailing commas. A bare word alone is still not JSON.
    lenient,
};

/// The type of a JSON value. An unquoted word of lenient JSON is a string.
enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// A value where it stands in the text.
struct Value {
    Kind kind = Kind::null;
    /// Whether a string contains escapes, so that `text` has to be unescaped.
    bool has_escapes = false;
    /// As written; a string without its quotes. Lies in the scanned text.
    std::string_view text;
};

/// Reads JSON text front to back, value by value, without allocating.
///
/// The text is taken to be UTF-8; nesting deeper than `max_depth` counts as malformed. The first
/// thing that is not JSON makes an operation return false (or `Item::malformed`), after which the
/// scanner is of no more use. To read one text:
///
///     Scanner scanner(text, Dialect::strict);
///     Value value;
///     const bool is_json = scanner.skip(value) && scanner.finish();
class Scanner {
public:
    /// Arrays and objects that may lie within each other, the outermost included.
    static constexpr std::size_t max_depth = 400;

    /// `text` must outlive the scanner and the values it gives out.
    Scanner(std::string_view text, Dialect dialect) noexcept
        : at_(text.data()),
          end_(text.data() + text.size()),
          dialect_(dialect) {}

    /// What the next value is, judged by its first character: `array` and `object` for certain, any
    /// other kind for "neither".
    [[nodiscard]] Kind peek() noexcept;

    /// Passes one value, whatever is in it, and describes it.
    [[nodiscard]] bool skip(Value& value) noexcept;

    /// Whether nothing but white space follows.
    [[nodiscard]] bool finish() noexcept;

    /// What comes next inside an array or object.
    enum class Item : std::uint8_t { present, none, malformed };

    /// Enters the array or object that `peek` announced, and says whether it has a first item.
    [[nodiscard]] Item enter() noexcept;

    /// Says whether another item follows the one just passed in an array or object of this kind. At
    /// `none` the scanner has left it.
    [[nodiscard]] Item next(Kind container) noexcept;

    /// Passes the key of a present item of an object and the colon behind it.
    [[nodiscard]] bool key(Value& key) noexcept;

    /// Where the scanner stands. Together with an earlier position: the text in between.
    [[nodiscard]] const char* position() const noexcept { return at_; }

private:
    [[nodiscard]] bool scalar(Value& value) noexcept;
    [[nodiscard]] bool quoted(Value& value, char quote) noexcept;
    [[nodiscard]] bool escape() noexcept;
    [[nodiscard]] bool word(Value& value) noexcept;
    [[nodiscard]] bool skip_nested(Value& value, Kind outermost) noexcept;
    // Passes one present item, or only the bracket of a nested one, which becomes `container`.
    [[nodiscard]] Item skip_item(Kind& container) noexcept;
    void skip_space() noexcept;
    [[nodiscard]] bool take(char c) noexcept;

    const char* at_;
    const char* end_;
    std::size_t depth_ = 0;
    Dialect dialect_;
};

/// Whether `text` is one JSON value.
[[nodiscard]] bool is_json(std::string_view text, Dialect dialect) noexcept;

}  // namespace postern::json
