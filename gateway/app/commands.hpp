#pragma once

#include "gateway/app/options.hpp"

namespace postern::app {

/// Does what the command line asked for; the exit status of the process.
[[nodiscard]] int execute(const Command& command);

}  // namespace postern::app
