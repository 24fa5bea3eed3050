#pragma once

#include "gateway/app/options.hpp"

#include <ostream>

namespace postern::app {

/// `postern explain`: prints, for each API, which route `options.message` takes and why, or the
/// definition's problems to `err`. Returns the exit code: 0, or 2 for a bad definition.
int explain(const DefinitionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace postern::app
