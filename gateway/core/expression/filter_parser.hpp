#pragma once

#include "gateway/core/expression/path_cursor.hpp"
#include "gateway/core/expression/path_step.hpp"

namespace postern::path {

/// Parses the inside of `[?(…)]`, up to but without its closing `)`; false after `cursor.fail`.
[[nodiscard]] bool parse_filter(Cursor& cursor, Filter& filter);

}  // namespace postern::path
