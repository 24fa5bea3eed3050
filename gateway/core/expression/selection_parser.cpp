#include "gateway/core/expression/selection_parser.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace postern {
namespace {

constexpr std::string_view body = "request.body";

/// What the variables of all of API Gateway's expressions and mappings begin with.
constexpr std::array<std::string_view, 5> roots{
    "request",
    "route",
    "context",
    "integration",
    "stageVariables",
};

/// Whether `name` is one of those variables, so that it cannot be meant as literal text.
bool is_variable(std::string_view name) {
    const std::size_t start = name.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return false;
    name.remove_prefix(start);
    const std::string_view root = name.substr(0, name.find_first_of(".[ \t\r\n}"));
    return std::find(roots.begin(), roots.end(), root) != roots.end();
}

bool reads_body(std::string_view name) {
    if (!name.starts_with(body)) return false;
    name.remove_prefix(body.size());
    return name.empty() || name.front() == '.' || name.front() == '[';
}

/// Where the `}` of `${…}` is, quoted names in `text` (what follows the `{`) passed over.
std::size_t find_closing_brace(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == '\\') {
                ++i;
            } else if (c == quote) {
                quote = 0;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '}') {
            return i;
        }
    }
    return std::string_view::npos;
}

class SelectionParser {
public:
    explicit SelectionParser(std::string_view text) : text_(text) {}

    Loaded<SelectionPieces> run() {
        if (text_.empty()) return fail("it is empty; write for example $request.body.action");
        while (at_ < text_.size()) {
            const std::string_view rest = text_.substr(at_);
            if (rest.starts_with("\\$")) {
                literal_ += '$';
                at_ += 2;
            } else if (rest.front() == '$') {
                Problems problems = parse_dollar(rest);
                if (!problems.empty()) return problems;
            } else {
                literal_ += rest.front();
                ++at_;
            }
        }
        end_literal();
        return std::move(pieces_);
    }

private:
    /// `rest` starts with the `$`. Returns what is wrong.
    Problems parse_dollar(std::string_view rest) {
        const bool is_braced = rest.starts_with("${");
        const std::size_t start = is_braced ? 2 : 1;
        std::string_view name = rest.substr(start);
        const std::size_t name_end =
            is_braced ? find_closing_brace(name) : name.find_first_of("${}/\\| \t\r\n");
        const bool is_open = is_braced && name_end == std::string_view::npos;
        name = name.substr(0, name_end);

        if (!is_variable(name)) {
            literal_ += '$';
            ++at_;
            return {};
        }
        if (is_open) return fail("a '${' is not closed by '}'");
        if (!reads_body(name)) {
            return fail(
                "the variable " + std::string(name) +
                " is not available here; use request.body followed by a path"
            );
        }
        auto path = JsonPath::parse(name.substr(body.size()));
        if (!path) return fail(path.error().front().what);
        end_literal();
        pieces_.emplace_back(*std::move(path));
        at_ += start + name.size() + (is_braced ? 1 : 0);
        return {};
    }

    void end_literal() {
        if (!literal_.empty()) pieces_.emplace_back(std::exchange(literal_, {}));
    }

    [[nodiscard]] Problems fail(const std::string& what) const {
        return {Problem{
            {},
            "Selection expression \"" + std::string(text_) + "\", character " +
                std::to_string(at_ + 1) + ": " + what}};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string literal_;
    SelectionPieces pieces_;
};

}  // namespace

Loaded<SelectionPieces> parse_selection(std::string_view text) {
    return SelectionParser(text).run();
}

}  // namespace postern
