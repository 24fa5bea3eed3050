#include "gateway/core/expression/path_selection.hpp"

#include "gateway/core/json/text.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::path {
namespace {

using json::Kind;
using json::Tree;
using Nodes = std::vector<Tree::Node>;

std::optional<Tree::Node> element(const Tree& tree, Tree::Node node, std::int64_t index) {
    if (index < 0) index += static_cast<std::int64_t>(tree.size(node));
    if (index < 0) return std::nullopt;
    return tree.element(node, static_cast<std::size_t>(index));
}

/// Adds what one selector picks directly below one value.
class Picker {
public:
    Picker(const Tree& tree, Tree::Node node, bool is_recursive, Nodes& out)
        : tree_(tree),
          node_(node),
          is_recursive_(is_recursive),
          out_(out) {}

    void operator()(const Name& name) const { add(tree_.member(node_, name.name)); }

    void operator()(const Index& index) const { add(element(tree_, node_, index.index)); }

    void operator()(const Wildcard&) const {
        tree_.each_child(node_, [&](Tree::Node child) { out_.push_back(child); });
    }

    void operator()(const Indexes& indexes) const {
        for (const std::int64_t index : indexes.indexes) {
            add(element(tree_, node_, index));
        }
    }

    void operator()(const Slice& slice) const {
        if (tree_.value(node_).kind != Kind::array) return;
        const auto size = static_cast<std::int64_t>(tree_.size(node_));
        const auto from_front = [&](std::int64_t index) {
            return index < 0 ? index + size : index;
        };
        const std::int64_t from = from_front(slice.from.value_or(0));
        const std::int64_t to = from_front(slice.to.value_or(size));
        std::int64_t position = 0;
        tree_.each_child(node_, [&](Tree::Node child) {
            if (position >= from && position < to) out_.push_back(child);
            ++position;
        });
    }

    void operator()(const Filter& filter) const {
        // A filter asks the elements of an array but an object itself; below `..` every value is
        // visited anyway and asked once.
        if (is_recursive_ || tree_.value(node_).kind == Kind::object) {
            if (holds(filter, tree_, node_)) out_.push_back(node_);
            return;
        }
        tree_.each_child(node_, [&](Tree::Node child) {
            if (holds(filter, tree_, child)) out_.push_back(child);
        });
    }

private:
    void add(std::optional<Tree::Node> node) const {
        if (node) out_.push_back(*node);
    }

    const Tree& tree_;
    Tree::Node node_;
    bool is_recursive_;
    Nodes& out_;
};

void pick_recursively(const Step& step, const Tree& tree, Tree::Node node, Nodes& out) {
    std::visit(Picker(tree, node, true, out), step.selector);
    tree.each_child(node, [&](Tree::Node child) { pick_recursively(step, tree, child, out); });
}

/// A side of a comparison looked up: its kind, and its text, unescaped if it is a string.
std::optional<Operand::Literal> resolve(const Operand& operand, const Tree& tree, Tree::Node node) {
    if (const auto* literal = std::get_if<Operand::Literal>(&operand.what)) return *literal;
    for (const auto& step : std::get<Operand::Path>(operand.what)) {
        const auto* name = std::get_if<Name>(&step);
        const auto below = name != nullptr ? tree.member(node, name->name)
                                           : element(tree, node, std::get<Index>(step).index);
        if (!below) return std::nullopt;
        node = *below;
    }
    const json::Value& value = tree.value(node);
    Operand::Literal found{value.kind, {}};
    if (value.has_escapes) {
        json::append_unescaped(found.text, value.text);
    } else {
        found.text = value.text;
    }
    return found;
}

double number_of(std::string_view text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// How two values are ordered; unordered when they are of different kinds or have no order.
std::partial_ordering order(const Operand::Literal& left, const Operand::Literal& right) {
    if (left.kind != right.kind) return std::partial_ordering::unordered;
    if (left.kind == Kind::number) return number_of(left.text) <=> number_of(right.text);
    if (left.kind == Kind::string) return left.text.compare(right.text) <=> 0;
    if (left.text == right.text) return std::partial_ordering::equivalent;
    return std::partial_ordering::unordered;
}

bool holds(const Comparison& comparison, const Tree& tree, Tree::Node node) {
    const auto left = resolve(comparison.left, tree, node);
    if (!left) return false;
    if (comparison.comparator == Comparator::exists) return true;
    const auto right = resolve(comparison.right, tree, node);
    if (!right) return false;
    const std::partial_ordering result = order(*left, *right);
    switch (comparison.comparator) {
        case Comparator::equal:
            return std::is_eq(result);
        case Comparator::not_equal:
            return std::is_neq(result);
        case Comparator::less:
            return std::is_lt(result);
        case Comparator::less_or_equal:
            return std::is_lteq(result);
        case Comparator::greater:
            return std::is_gt(result);
        case Comparator::greater_or_equal:
            return std::is_gteq(result);
        case Comparator::exists:
            break;
    }
    return true;
}

}  // namespace

bool holds(const Filter& filter, const Tree& tree, Tree::Node node) {
    return std::any_of(filter.any_of.begin(), filter.any_of.end(), [&](const auto& all_of) {
        return std::all_of(all_of.begin(), all_of.end(), [&](const Comparison& comparison) {
            return holds(comparison, tree, node);
        });
    });
}

Nodes select(const std::vector<Step>& steps, const Tree& tree) {
    Nodes found{tree.root()};
    for (const Step& step : steps) {
        Nodes next;
        for (const Tree::Node node : found) {
            if (step.is_recursive) {
                pick_recursively(step, tree, node, next);
            } else {
                std::visit(Picker(tree, node, false, next), step.selector);
            }
        }
        found = std::move(next);
    }
    return found;
}

}  // namespace postern::path
