#pragma once

#include "gateway/app/options.hpp"
#include "gateway/loaders/project.hpp"

#include <optional>
#include <ostream>

namespace postern::app {

/// Opens the definition that `check`, `adapt` and `explain` are about, as written. Prints its
/// problems to `err` when there is none.
[[nodiscard]] std::optional<loaders::Project> open_definition(
    const DefinitionOptions& options, std::ostream& err
);

}  // namespace postern::app
