#include "gateway/core/expression/path_parser.hpp"

#include "gateway/core/expression/filter_parser.hpp"
#include "gateway/core/expression/path_cursor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace postern::path {
namespace {

/// The most `..` in one path: every further one multiplies the work that a message can cause.
constexpr std::size_t max_recursive_steps = 2;

class PathParser {
public:
    explicit PathParser(std::string_view text) : cursor_(text) {}

    Loaded<Parsed> run() {
        // A path may start with a bare name: `action`.
        bool follows_dot = true;
        while (!cursor_.at_end()) {
            if (!parse_step(follows_dot)) return cursor_.problems();
            follows_dot = false;
        }
        return std::move(parsed_);
    }

private:
    bool parse_step(bool is_first) {
        if (parsed_.ends_in_length) return cursor_.fail("nothing may follow length()");
        if (parsed_.steps.size() == max_steps) return cursor_.fail("the path has too many steps");
        Step step;
        const bool has_dot = cursor_.take(".");
        step.is_recursive = has_dot && cursor_.take(".");
        if (step.is_recursive && ++recursive_steps_ > max_recursive_steps) {
            return cursor_.fail("a path may contain '..' twice at most");
        }
        if (cursor_.take("[")) {
            if (!parse_bracket(step)) return false;
        } else if (!has_dot && !is_first) {
            return cursor_.fail("expected '.' or '['");
        } else if (cursor_.take("*")) {
            step.selector = Wildcard{};
        } else {
            return parse_name(std::move(step));
        }
        parsed_.steps.push_back(std::move(step));
        return true;
    }

    bool parse_name(Step step) {
        const std::string_view name = cursor_.take_until_any(".[]()'\" \t\r\n");
        if (name.empty()) return cursor_.fail("a name is missing; write ['a b'] for special ones");
        if (cursor_.peek() == '(') return parse_function(name, step.is_recursive);
        step.selector = Name{std::string(name)};
        parsed_.steps.push_back(std::move(step));
        return true;
    }

    bool parse_function(std::string_view name, bool is_recursive) {
        if (name != "length" || is_recursive || !cursor_.take("()")) {
            return cursor_.fail("the only function known is length()");
        }
        parsed_.ends_in_length = true;
        return true;
    }

    /// The rest of a bracket, its `[` already taken.
    bool parse_bracket(Step& step) {
        cursor_.skip_space();
        if (cursor_.take("*")) {
            step.selector = Wildcard{};
        } else if (cursor_.take("?")) {
            if (!parse_filter_bracket(step)) return false;
        } else if (auto name = cursor_.take_quoted()) {
            step.selector = Name{*std::move(name)};
        } else if (!parse_numbers(step)) {
            return false;
        }
        cursor_.skip_space();
        if (cursor_.peek() == ',')
            return cursor_.fail("only one name may stand between '[' and ']'");
        return cursor_.take("]") || cursor_.fail("a closing ']' is missing");
    }

    bool parse_filter_bracket(Step& step) {
        cursor_.skip_space();
        if (!cursor_.take("(")) return cursor_.fail("a filter is written [?(@.name == 'value')]");
        Filter filter;
        if (!parse_filter(cursor_, filter)) return false;
        step.selector = std::move(filter);
        return cursor_.take(")") || cursor_.fail("the filter's closing ')' is missing");
    }

    /// `2`, `0,2`, `1:3`, `1:`, `:3`.
    bool parse_numbers(Step& step) {
        const auto first = cursor_.take_integer();
        cursor_.skip_space();
        if (cursor_.take(":")) {
            cursor_.skip_space();
            const auto to = cursor_.take_integer();
            step.selector = Slice{first, to};
            return true;
        }
        if (!first) return cursor_.fail("'[' takes a number, a quoted name, '*' or a filter");
        Indexes indexes{{*first}};
        while (cursor_.take(",")) {
            cursor_.skip_space();
            const auto another = cursor_.take_integer();
            if (!another) return cursor_.fail("a number must follow the ','");
            indexes.indexes.push_back(*another);
            cursor_.skip_space();
        }
        if (indexes.indexes.size() == 1) {
            step.selector = Index{*first};
        } else {
            step.selector = std::move(indexes);
        }
        return true;
    }

    Cursor cursor_;
    Parsed parsed_;
    std::size_t recursive_steps_ = 0;
};

}  // namespace

Loaded<Parsed> parse(std::string_view text) {
    return PathParser(text).run();
}

}  // namespace postern::path
