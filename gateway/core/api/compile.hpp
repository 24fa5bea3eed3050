#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/expression/selection.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <chrono>
#include <cstddef>
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
    [[nodiscard]] const CompiledRoute* connect_route() const noexcept { return connect_; }
    /// The `$disconnect` route, or null.
    [[nodiscard]] const CompiledRoute* disconnect_route() const noexcept { return disconnect_; }

    /// The route for `message`: the one whose key the expression selects, else `$default`, else
    /// null.
    /// `$connect` and `$disconnect` are never selected by a message. `scratch` as in
    /// `SelectionExpression`.
    [[nodiscard]] const CompiledRoute* select(std::string_view message, std::string& scratch) const;

    /// The stage of that name, or null.
    [[nodiscard]] const Stage* stage(std::string_view name) const noexcept;
    [[nodiscard]] const std::map<std::string, Stage>& stages() const noexcept { return stages_; }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept;
    };

    std::string api_id_;
    SelectionExpression expression_;
    std::vector<CompiledRoute> routes_;
    boost::unordered_flat_map<std::string, std::size_t, TextHash, std::equal_to<>> by_key_;
    std::map<std::string, Stage> stages_;
    const CompiledRoute* connect_ = nullptr;
    const CompiledRoute* disconnect_ = nullptr;
    const CompiledRoute* default_ = nullptr;
};

}  // namespace postern
