#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern {

/// Reads Postern's own JSON: shape, unknown keys, cross references, expressions and quotas are all
/// checked, and every problem is returned at once, in the order of the file, each with the JSON
/// pointer of the value it is about (`LINE:COLUMN` when the text is not JSON at all).
///
/// What `apigatewayv2` knows and this version does not serve is a problem too: a definition whose
/// authorizers were ignored would let everybody in. What only describes becomes a note.
///
/// `parity` is that of the command line or environment when given; limits above AWS's need
/// `extended`.
[[nodiscard]] Loaded<Definition> read_native_json(
    std::string_view text, std::optional<Parity> parity = std::nullopt
);

/// `definition` in normalised native JSON: two-space indent, keys in the schema's order, defaults
/// left out, final newline. Reading it back (with the same `parity`) gives an equal definition.
[[nodiscard]] std::string write_native_json(const Definition& definition);

}  // namespace postern
