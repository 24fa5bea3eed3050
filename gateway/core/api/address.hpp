#pragma once

#include "gateway/core/api/compile.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// Which API and stage a request means, and what its path says beyond them.
struct ResolvedAddress {
    /// Position in the list that was searched.
    std::size_t api = 0;
    std::string stage;
    /// Decoded rest of the path without leading slash; empty for the stage itself (`/dev` and
    /// `/dev/`).
    std::string rest;
};

/// Finds API and stage by `target` (path of the request, query removed, still percent-encoded) and
/// `host`.
///
/// Repeated slashes count as one; the path is decoded once. `/{apiId}/{stage}` always works. Else
/// the API is found by the stage when only one API has a stage of that name, and by `Host:
/// {apiId}.…` when several have. `/` and `/@connections/…` mean the only stage of the API that the
/// host names, or the only stage of all. `only_stage`, when not empty, hides all other stages.
[[nodiscard]] std::optional<ResolvedAddress> resolve_address(
    const std::vector<CompiledApi>& apis,
    std::string_view host,
    std::string_view target,
    std::string_view only_stage = {}
);

}  // namespace postern
