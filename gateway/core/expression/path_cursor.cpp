#include "gateway/core/expression/path_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace postern::path {

bool Cursor::take(std::string_view token) noexcept {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
}

void Cursor::skip_space() noexcept {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
}

std::string_view Cursor::take_until_any(std::string_view stops) noexcept {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(stops, at_), text_.size());
    return text_.substr(start, at_ - start);
}

std::optional<std::int64_t> Cursor::take_integer() noexcept {
    std::int64_t number = 0;
    const char* const start = text_.data() + at_;
    const auto [end, error] = std::from_chars(start, text_.data() + text_.size(), number);
    // Far more than any array holds, and safe to add to any size.
    constexpr std::int64_t most = 1'000'000'000;
    if (error != std::errc{} || number > most || number < -most) return std::nullopt;
    at_ += static_cast<std::size_t>(end - start);
    return number;
}

std::optional<std::string> Cursor::take_quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    std::string inside;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
        if (text_[i] == quote) {
            at_ = i + 1;
            return inside;
        }
        if (text_[i] == '\\' && i + 1 < text_.size()) ++i;
        inside += text_[i];
    }
    return std::nullopt;
}

bool Cursor::fail(std::string_view what) {
    if (problem_.empty()) {
        problem_ = "JSONPath \"" + std::string(text_) + "\", character " + std::to_string(at_ + 1) +
                   ": " + std::string(what);
    }
    return false;
}

}  // namespace postern::path
