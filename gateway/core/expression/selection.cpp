#include "gateway/core/expression/selection.hpp"

#include "gateway/core/expression/selection_parser.hpp"
#include "gateway/core/expression/value_text.hpp"
#include "gateway/core/json/tree.hpp"

#include <array>
#include <span>
#include <utility>

namespace postern {
namespace {

using json::Kind;

/// The result where it stands in the message, if its text is the value as written.
std::optional<std::string_view> as_written(const PlainPaths::Match& match) {
    if (!match) return std::string_view{};
    switch (match->kind) {
        case Kind::null:
            return std::string_view{};
        case Kind::boolean:
            return match->text;
        case Kind::string:
            if (match->has_escapes) return std::nullopt;
            return match->text;
        default:
            return std::nullopt;
    }
}

void append_match(std::string& out, const PlainPaths::Match& match, json::Dialect dialect) {
    if (!match) return;
    if (match->kind != Kind::array && match->kind != Kind::object) {
        append_scalar_text(out, *match);
        return;
    }
    const auto tree = json::Tree::parse(match->text, dialect);
    if (tree) append_value_text(out, *tree, tree->root());
}

}  // namespace

Loaded<SelectionExpression> SelectionExpression::parse(std::string_view text) {
    auto parsed = parse_selection(text);
    if (!parsed) return std::move(parsed).error();

    SelectionExpression expression;
    expression.text_ = text;
    for (auto& piece : *parsed) {
        if (auto* literal = std::get_if<std::string>(&piece)) {
            expression.parts_.emplace_back(std::move(*literal));
            continue;
        }
        auto& path = std::get<JsonPath>(piece);
        expression.reads_body_ = true;
        if (path.is_plain()) {
            expression.parts_.emplace_back(expression.plain_paths_.add(path));
        } else {
            expression.parts_.emplace_back(std::move(path));
        }
    }
    return expression;
}

std::optional<std::string_view> SelectionExpression::evaluate(
    std::string_view message, std::string& scratch, json::Dialect dialect
) const {
    // More variables than this in one expression are legal but cost an allocation per message.
    std::array<PlainPaths::Match, 8> few;
    std::vector<PlainPaths::Match> many;
    std::span<PlainPaths::Match> matches(few);
    if (plain_paths_.size() > few.size()) {
        many.resize(plain_paths_.size());
        matches = many;
    }
    matches = matches.first(plain_paths_.size());

    if (reads_body_ && !plain_paths_.find(message, dialect, matches)) return std::nullopt;
    if (parts_.size() == 1 && matches.size() == 1) {
        if (const auto result = as_written(matches.front())) return result;
    }
    return join(message, matches, scratch, dialect);
}

std::string_view SelectionExpression::join(
    std::string_view message,
    std::span<const PlainPaths::Match> matches,
    std::string& scratch,
    json::Dialect dialect
) const {
    scratch.clear();
    std::optional<json::Tree> tree;
    for (const Part& part : parts_) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            scratch += *literal;
        } else if (const auto* match = std::get_if<std::size_t>(&part)) {
            append_match(scratch, matches[*match], dialect);
        } else {
            if (!tree) tree = json::Tree::parse(message, dialect);
            if (tree) std::get<JsonPath>(part).append_found(scratch, *tree);
        }
    }
    return scratch;
}

}  // namespace postern
