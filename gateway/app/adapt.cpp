#include "gateway/app/adapt.hpp"

#include "gateway/app/open_definition.hpp"
#include "gateway/core/api/native_json.hpp"

namespace postern::app {

int adapt(const DefinitionOptions& options, std::ostream& out, std::ostream& err) {
    const auto project = open_definition(options, err);
    if (!project) return 2;
    out << write_native_json(project->definition);
    return 0;
}

}  // namespace postern::app
