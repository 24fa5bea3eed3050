#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/expression/json_path.hpp"
#include "gateway/core/expression/plain_paths.hpp"
#include "gateway/core/json/scanner.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace postern {

/// A route selection expression such as `$request.body.action` or
/// `${request.body.service}/${request.body.action}`: parsed once when a definition is loaded,
/// evaluated for every message.
///
/// Grammar and results follow API Gateway: `\$` is a literal dollar, several variables and literals
/// mix, a missing path is the empty string, results are not evaluated again. A variable without
/// braces ends before the next of `$ { } / \ |` or white space. A `$` that starts no variable is
/// literal; variables that API Gateway knows elsewhere (`$context.…`, `$request.header.…`) are
/// refused, since no route key could ever equal them. The same language selects models
/// and templates of a message.
class SelectionExpression {
public:
    /// Parses `text`, or says what is wrong with it and where (one `Problem`, its `where` left
    /// empty).
    [[nodiscard]] static Loaded<SelectionExpression> parse(std::string_view text);

    /// The route key that `message` (a client's text, any bytes) selects, or nothing when the
    /// message is not JSON and the expression looks into it.
    ///
    /// Reads the message once and builds no document for plain paths. The view lies in `message` or
    /// in `scratch`, whose capacity is reused: no allocation once it is large enough.
    [[nodiscard]] std::optional<std::string_view> evaluate(
        std::string_view message,
        std::string& scratch,
        json::Dialect dialect = json::Dialect::lenient
    ) const;

    /// Whether the expression looks into the message at all. API Gateway asks that of an API's
    /// route selection expression.
    [[nodiscard]] bool reads_body() const noexcept { return reads_body_; }

    /// The expression as written.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    // A plain path's position among the matches of the one scan, or a path that needs a tree.
    using Part = std::variant<std::string, std::size_t, JsonPath>;

    SelectionExpression() = default;

    [[nodiscard]] std::string_view join(
        std::string_view message,
        std::span<const PlainPaths::Match> matches,
        std::string& scratch,
        json::Dialect dialect
    ) const;

    std::string text_;
    std::vector<Part> parts_;
    PlainPaths plain_paths_;
    bool reads_body_ = false;
};

}  // namespace postern
