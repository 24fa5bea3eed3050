#pragma once

#include "gateway/core/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::path {

/// The place a parser has reached in a JSONPath, with the tokens that paths and filters share.
class Cursor {
public:
    /// `text` must outlive the cursor.
    explicit Cursor(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }

    /// The next character, `\0` at the end.
    [[nodiscard]] char peek() const noexcept { return at_end() ? '\0' : text_[at_]; }

    /// Passes `token` if it comes next.
    bool take(std::string_view token) noexcept;

    void skip_space() noexcept;

    /// Passes the longest run of characters that `stops` does not contain.
    [[nodiscard]] std::string_view take_until_any(std::string_view stops) noexcept;

    /// Passes a whole number.
    [[nodiscard]] std::optional<std::int64_t> take_integer() noexcept;

    /// Passes a string in single or double quotes, if one comes next, and returns it unescaped.
    [[nodiscard]] std::optional<std::string> take_quoted();

    /// Records what is wrong here, unless something was already wrong before. Returns false.
    bool fail(std::string_view what);

    /// What `fail` recorded, for `Loaded`.
    [[nodiscard]] Problems problems() const { return {Problem{{}, problem_}}; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
};

}  // namespace postern::path
