#pragma once

#include "gateway/core/expression/path_step.hpp"
#include "gateway/core/json/tree.hpp"

#include <vector>

namespace postern::path {

/// The values that `steps` find in `tree`, in the order in which JSONPath for Java lists them:
/// parents before what lies in them.
[[nodiscard]] std::vector<json::Tree::Node> select(
    const std::vector<Step>& steps, const json::Tree& tree
);

/// Whether `filter` holds for the value at `node`.
///
/// Numbers compare by value, strings byte by byte, `true`, `false` and `null` for equality only;
/// values of different kinds are unequal. A path that finds nothing makes a comparison false.
[[nodiscard]] bool holds(const Filter& filter, const json::Tree& tree, json::Tree::Node node);

}  // namespace postern::path
