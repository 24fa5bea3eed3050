#pragma once

#include "gateway/core/json/scanner.hpp"
#include "gateway/core/json/tree.hpp"

#include <string>

namespace postern {

/// Appends what API Gateway makes of `value`, which is not an array or object, in the result of an
/// expression: strings unquoted, integers by their digits, other numbers as Java prints a `double`
/// (`1e3` is `1000.0`), `true`, `false`, and nothing for `null`.
///
/// "AWS: Working with selection expressions" calls results stringified; Java's spelling follows
/// from the documented form of arrays. A number that no `double` holds stays as it was written.
void append_scalar_text(std::string& out, const json::Value& value);

/// Appends the same for any value: `[a, b]` for an array, `{k=v, k2=v2}` for an object, with `null`
/// inside those spelled out.
void append_value_text(std::string& out, const json::Tree& tree, json::Tree::Node node);

/// Appends an element of a list that an expression found: like `append_value_text`, but `null` is
/// spelled out.
void append_element_text(std::string& out, const json::Tree& tree, json::Tree::Node node);

}  // namespace postern
