#pragma once

#include "gateway/app/options.hpp"

namespace postern::app {

/// `postern run`: serves until a signal; the exit status (0 clean, 1 failed at run time, 2 bad
/// definition or usage).
[[nodiscard]] int run(const RunOptions& options);

}  // namespace postern::app
