#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace postern::native {

/// A document that keeps its members in the order written.
using Json = nlohmann::ordered_json;

/// Arrays and objects that may lie within each other; more is a defect or an attack.
inline constexpr std::size_t max_depth = 100;

/// Reads a definition as JSON (RFC 8259).
///
/// Stricter than usual: a key given twice in an object is added to `repeated_keys`, since one of
/// the two would silently lose. Text that is not JSON is one problem at `LINE:COLUMN`.
[[nodiscard]] Loaded<Json> parse_document(std::string_view text, Problems& repeated_keys);

/// `pointer` with one more step (RFC 6901 §3: `~` and `/` in `key` are escaped).
[[nodiscard]] std::string pointer_to(std::string_view pointer, std::string_view key);

/// Puts findings into the order in which the values they are about stand in `document`; what is
/// about a missing value comes with the object that lacks it.
void sort_by_place(Problems& problems, const Json& document);
void sort_by_place(std::vector<Note>& notes, const Json& document);

}  // namespace postern::native
