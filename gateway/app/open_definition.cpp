#include "gateway/app/open_definition.hpp"

namespace postern::app {

std::optional<loaders::Project> open_definition(
    const DefinitionOptions& options, std::ostream& err
) {
    std::optional<Parity> parity;
    if (options.parity) {
        parity = *options.parity == "extended" ? Parity::extended : Parity::strict;
    }
    auto project = loaders::open_project(options.path, parity, loaders::Paths::as_written);
    if (project) return *std::move(project);
    err << loaders::describe(project.error());
    return std::nullopt;
}

}  // namespace postern::app
