#pragma once

#include "gateway/app/options.hpp"

#include <ostream>

namespace postern::app {

/// `postern adapt`: prints the definition as normalised native JSON, or its problems to `err`.
/// Returns the exit code: 0, or 2 for a bad definition.
int adapt(const DefinitionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace postern::app
