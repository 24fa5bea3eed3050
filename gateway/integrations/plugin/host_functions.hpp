#pragma once

#include "postern/handler.h"

namespace postern::integrations {

class FunctionHost;

/// The C functions that a handler calls, bound to `function`.
[[nodiscard]] postern_host host_functions(FunctionHost* function) noexcept;

/// The structure of the extension `id`, or null: what `postern_host.extension` returns.
[[nodiscard]] const void* host_extension(const postern_host* host, const char* id) noexcept;

}  // namespace postern::integrations
