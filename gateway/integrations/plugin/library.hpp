#pragma once

#include "postern/handler.h"

#include <filesystem>
#include <string>
#include <variant>

namespace postern::integrations {

/// The handler that `path` exports, or one sentence saying why there is none: no such file, not a
/// shared object, no `postern_handler_entry`, another ABI, an incomplete structure.
///
/// A library is loaded once and stays until the process ends, so its code outlives every call and
/// thread of it. Main thread.
[[nodiscard]] std::variant<const postern_handler*, std::string> open_handler(
    const std::filesystem::path& path
);

}  // namespace postern::integrations
