#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/expression/selection.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// A route ready to serve.
struct CompiledRoute {
    std::string route_key;
    /// Name of the function to invoke; empty for a route without target.
    std::string function;
    std::chrono::milliseconds timeout{29'000};
    /// The result's body is sent to the client.
    bool is_two_way = false;
    /// Position in `CompiledApi::routes`, for counters and for objects bound to routes.
    std::size_t index = 0;
};

/// One API ready to serve: expressions parsed, routes in a table. Immutable.
class CompiledApi {
public:
    /// `api` must have passed `read_native_json`.
    explicit CompiledApi(const Api& api);

    [[nodiscard]] const std::string& api_id() const noexcept { return api_id_; }
    [[nodiscard]] const SelectionExpression& expression() const noexcept { return expression_; }
    /// All routes; `CompiledRoute::index` is the position.
    [[nodiscard]] const std::vector<CompiledRoute>& routes() const noexcept { return routes_; }
    /// The `$connect` route, or null.
    [[nodiscard]] const CompiledRoute* connect_route() const noexcept { return route_at(connect_); }
    /// The `$disconnect` route, or null.
    [[nodiscard]] const CompiledRoute* disconnect_route() const noexcept {
        return route_at(disconnect_);
    }

    /// The route for `message`: the one whose key the expression selects, else `$default`, else
    /// null. `$connect` and `$disconnect` are never selected by a message.
    ///
    /// `scratch` as in `SelectionExpression`: no allocation once it is large enough. The pointer is
    /// valid as long as this object and the objects it is moved to.
    [[nodiscard]] const CompiledRoute* select(std::string_view message, std::string& scratch) const;

    /// The stage of that name, or null.
    [[nodiscard]] const Stage* stage(std::string_view name) const noexcept;
    [[nodiscard]] const std::map<std::string, Stage>& stages() const noexcept { return stages_; }

private:
    struct TextHash {
        using is_transparent = void;  // NOLINT(readability-identifier-naming): asked for by name
        std::size_t operator()(std::string_view text) const noexcept;
    };
    // Positions, not pointers: a copy has routes of its own.
    static constexpr std::size_t none = ~std::size_t{0};

    [[nodiscard]] const CompiledRoute* route_at(std::size_t index) const noexcept {
        return index == none ? nullptr : &routes_[index];
    }

    std::string api_id_;
    SelectionExpression expression_;
    std::vector<CompiledRoute> routes_;
    // The routes that a message can select.
    boost::unordered_flat_map<std::string, std::size_t, TextHash, std::equal_to<>> by_key_;
    std::map<std::string, Stage> stages_;
    std::size_t connect_ = none;
    std::size_t disconnect_ = none;
    std::size_t default_ = none;
};

}  // namespace postern
