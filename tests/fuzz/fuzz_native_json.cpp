// Definitions as anybody may write them: whatever is accepted survives being written and read
// again, and compiles.

#include "gateway/core/api/compile.hpp"
#include "gateway/core/api/native_json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool fact) {
    if (!fact) std::abort();
}

void survives(const postern::Definition& definition) {
    const std::string written = postern::write_native_json(definition);
    const auto again = postern::read_native_json(written, postern::Parity::extended);
    require(again.has_value());
    require(*again == definition);
    require(postern::write_native_json(*again) == written);
    for (const auto& [api_id, api] : definition.apis) {
        const postern::CompiledApi compiled(api);
        require(compiled.routes().size() == api.routes.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    // What strict accepts, extended accepts too.
    const bool is_strict = postern::read_native_json(text, postern::Parity::strict).has_value();
    const auto definition = postern::read_native_json(text, postern::Parity::extended);
    require(definition.has_value() || !is_strict);
    if (definition) {
        survives(*definition);
    } else {
        const postern::Problems problems = definition.error();
        require(!problems.empty());
        for (const postern::Problem& problem : problems)
            require(!problem.what.empty());
    }
    return 0;
}
