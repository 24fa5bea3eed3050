#include "gateway/core/expression/filter_parser.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::path {
namespace {

struct Spelling {
    std::string_view token;
    Comparator comparator;
};

/// Longer tokens before their prefixes.
constexpr std::array spellings{
    Spelling{"==", Comparator::equal},
    Spelling{"!=", Comparator::not_equal},
    Spelling{"<=", Comparator::less_or_equal},
    Spelling{">=", Comparator::greater_or_equal},
    Spelling{"<", Comparator::less},
    Spelling{">", Comparator::greater},
};

std::optional<Comparator> take_comparator(Cursor& cursor) {
    for (const Spelling& spelling : spellings) {
        if (cursor.take(spelling.token)) return spelling.comparator;
    }
    return std::nullopt;
}

bool parse_bracket(Cursor& cursor, Operand::Path& path) {
    if (auto name = cursor.take_quoted()) {
        path.emplace_back(Name{*std::move(name)});
    } else if (const auto index = cursor.take_integer()) {
        path.emplace_back(Index{*index});
    } else {
        return cursor.fail("a filter's '[' takes a quoted name or a number");
    }
    return cursor.take("]") || cursor.fail("a closing ']' is missing");
}

bool parse_operand_path(Cursor& cursor, Operand& operand) {
    Operand::Path path;
    for (;;) {
        if (cursor.take("[")) {
            if (!parse_bracket(cursor, path)) return false;
        } else if (cursor.take(".")) {
            const std::string_view name = cursor.take_until_any(".[]()=!<>&| \t\r\n");
            if (name.empty()) return cursor.fail("a name must follow the '.'");
            path.emplace_back(Name{std::string(name)});
        } else {
            operand.what = std::move(path);
            return true;
        }
    }
}

bool parse_operand(Cursor& cursor, Operand& operand) {
    if (cursor.take("@")) return parse_operand_path(cursor, operand);
    if (auto text = cursor.take_quoted()) {
        operand.what = Operand::Literal{json::Kind::string, *std::move(text)};
        return true;
    }
    const std::string_view text = cursor.take_until_any("()=!<>&| \t\r\n");
    json::Scanner scanner(text, json::Dialect::strict);
    json::Value value;
    if (!scanner.skip(value) || !scanner.finish() || value.kind == json::Kind::array ||
        value.kind == json::Kind::object) {
        return cursor.fail(
            "a filter compares paths that start with '@', quoted strings, numbers, true, false and "
            "null"
        );
    }
    operand.what = Operand::Literal{value.kind, std::string(value.text)};
    return true;
}

bool parse_comparison(Cursor& cursor, Comparison& comparison) {
    cursor.skip_space();
    if (!parse_operand(cursor, comparison.left)) return false;
    cursor.skip_space();
    const auto comparator = take_comparator(cursor);
    comparison.comparator = comparator.value_or(Comparator::exists);
    if (!comparator) return true;
    cursor.skip_space();
    if (!parse_operand(cursor, comparison.right)) return false;
    cursor.skip_space();
    return true;
}

}  // namespace

bool parse_filter(Cursor& cursor, Filter& filter) {
    filter.any_of.emplace_back();
    for (;;) {
        Comparison comparison{};
        if (!parse_comparison(cursor, comparison)) return false;
        filter.any_of.back().push_back(std::move(comparison));
        if (cursor.take("&&")) continue;
        if (cursor.take("||")) {
            filter.any_of.emplace_back();
            continue;
        }
        if (cursor.peek() == ')') return true;
        return cursor.fail("expected ')', '&&', '||' or one of == != < <= > >=");
    }
}

}  // namespace postern::path
