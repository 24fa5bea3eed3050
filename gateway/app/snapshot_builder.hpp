#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/observe/metrics.hpp"
#include "gateway/pipeline/snapshot.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace postern::app {

/// Integrations by name of function.
using IntegrationsByName = std::map<std::string, std::shared_ptr<ports::Integration>>;

/// Puts together what shards serve by: compiled APIs whose routes point to their integrations and
/// counters.
[[nodiscard]] std::shared_ptr<const pipeline::Snapshot> build_snapshot(
    const Definition& definition,
    const IntegrationsByName& integrations,
    const std::string& only_stage,
    observe::Metrics& metrics,
    std::uint64_t version
);

}  // namespace postern::app
