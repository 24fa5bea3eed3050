#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/expression/json_path.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace postern {

/// What a selection expression consists of: literal text, and paths into the message.
using SelectionPieces = std::vector<std::variant<std::string, JsonPath>>;

/// Splits a selection expression into its pieces, or says what is wrong with it; the grammar is
/// described at `SelectionExpression`. Neighbouring literals are one piece.
[[nodiscard]] Loaded<SelectionPieces> parse_selection(std::string_view text);

}  // namespace postern
