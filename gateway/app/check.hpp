#pragma once

#include "gateway/app/options.hpp"

#include <ostream>

namespace postern::app {

/// `postern check`: prints what the definition means and what of it has no effect, or its problems
/// to `err`. Returns the exit code: 0, or 2 for a bad definition.
int check(const DefinitionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace postern::app
