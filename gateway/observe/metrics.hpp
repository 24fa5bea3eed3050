#pragma once

#include "gateway/observe/counters.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace postern::observe {

/// Sums what the shards counted and renders it for Prometheus. Any thread.
class Metrics {
public:
    /// Counters of a new shard; live as long as this object.
    [[nodiscard]] Counters& add_shard();

    /// The stable position of a route in the list that messages are counted by; a reload finds the
    /// same again.
    [[nodiscard]] std::size_t route_position(std::string_view api_id, std::string_view route_key);

    /// Text exposition format 0.0.4.
    [[nodiscard]] std::string render() const;

private:
    struct RouteName {
        std::string api_id;
        std::string route_key;
    };

    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<Counters>> shards_;
    std::vector<RouteName> routes_;
};

}  // namespace postern::observe
