#pragma once

#include "gateway/core/json/scanner.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The pieces that a JSONPath consists of once parsed.
namespace postern::path {

/// `name`, `.name`, `['name']`: the member of an object.
struct Name {
    std::string name;
};

/// `[2]`, `[-1]`: the element of an array, counted from the end when negative.
struct Index {
    std::int64_t index;
};

/// `*`, `[*]`: every element or member.
struct Wildcard {};

/// `[0,2]`: several elements of an array.
struct Indexes {
    std::vector<std::int64_t> indexes;
};

/// `[1:3]`, `[-2:]`, `[:2]`: a range of an array, `to` excluded.
struct Slice {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
};

/// One side of a comparison: a path below the element looked at (`@.x.y`), or a literal.
struct Operand {
    using Path = std::vector<std::variant<Name, Index>>;

    /// A literal of a filter, the string unescaped.
    struct Literal {
        json::Kind kind;
        std::string text;
    };

    std::variant<Path, Literal> what;
};

/// How a filter compares.
enum class Comparator : std::uint8_t {
    exists,
    equal,
    not_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
};

/// `@.x == 'a'`, or `@.x` alone, whose `right` is then unused.
struct Comparison {
    Operand left;
    Comparator comparator;
    Operand right;
};

/// `[?(…)]`: the elements for which at least one conjunction (`&&`) of the disjunction (`||`)
/// holds.
struct Filter {
    std::vector<std::vector<Comparison>> any_of;
};

/// What a step selects below the values that the steps before it found.
using Selector = std::variant<Name, Index, Wildcard, Indexes, Slice, Filter>;

/// One step of a path.
struct Step {
    /// Whether it starts at every value below as well (`..`).
    bool is_recursive = false;
    Selector selector;
};

}  // namespace postern::path
