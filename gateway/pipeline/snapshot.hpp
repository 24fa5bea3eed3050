#pragma once

#include "gateway/core/api/compile.hpp"
#include "gateway/ports/integration.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace postern::pipeline {

/// A route together with what serves it.
struct BoundRoute {
    const CompiledRoute* route = nullptr;
    /// Null for a route without target.
    ports::Integration* integration = nullptr;
    /// Position in the process-wide list of routes that metrics are kept by.
    std::size_t metric = 0;
};

/// Everything a definition says, ready to serve. Immutable; each shard holds a pointer and a reload
/// replaces it.
struct Snapshot {
    /// Grows with every reload; connections compare it to know that what they remember is old.
    std::uint64_t version = 0;
    Limits limits;
    /// Fixed `domainName` of events, or empty for the `Host` each client sent.
    std::string domain_name;
    /// Serve only this stage; empty for all.
    std::string only_stage;
    std::vector<CompiledApi> apis;
    /// By API, then by `CompiledRoute::index`.
    std::vector<std::vector<BoundRoute>> routes;
    /// Keeps the integrations that `routes` points to alive.
    std::vector<std::shared_ptr<ports::Integration>> integrations;

    /// `route` of `apis[api]` with its integration.
    [[nodiscard]] const BoundRoute& bound(std::size_t api, const CompiledRoute& route) const {
        return routes[api][route.index];
    }
    /// Position of the API with that id that (still) has that stage, or `npos`.
    [[nodiscard]] std::size_t find(std::string_view api_id, std::string_view stage) const noexcept {
        for (std::size_t i = 0; i < apis.size(); ++i) {
            if (apis[i].api_id() == api_id && apis[i].stage(stage) != nullptr) return i;
        }
        return npos;
    }
    static constexpr std::size_t npos = ~std::size_t{0};
};

}  // namespace postern::pipeline
