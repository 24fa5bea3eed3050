#include "gateway/core/api/compile.hpp"

#include <algorithm>

namespace postern {
namespace {

CompiledRoute compile_route(const Route& route, const Api& api, std::size_t index) {
    CompiledRoute compiled;
    compiled.route_key = route.route_key;
    compiled.is_two_way = route.route_response_selection_expression.has_value();
    compiled.index = index;
    if (route.integration) {
        const Integration& integration = api.integrations.at(*route.integration);
        compiled.function = integration.function;
        compiled.timeout = integration.timeout;
    }
    return compiled;
}

}  // namespace

std::size_t CompiledApi::TextHash::operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
}

CompiledApi::CompiledApi(const Api& api)
    : api_id_(api.api_id),
      expression_(SelectionExpression::parse(api.route_selection_expression).value()),
      stages_(api.stages) {
    routes_.reserve(api.routes.size());
    for (const auto& [key, route] : api.routes) {
        const std::size_t index = routes_.size();
        routes_.push_back(compile_route(route, api, index));
        if (key == "$connect") {
            connect_ = index;
        } else if (key == "$disconnect") {
            disconnect_ = index;
        } else {
            if (key == "$default") default_ = index;
            by_key_.emplace(key, index);
        }
    }
}

const CompiledRoute* CompiledApi::select(std::string_view message, std::string& scratch) const {
    if (const auto key = expression_.evaluate(message, scratch)) {
        const auto found = by_key_.find(*key);
        if (found != by_key_.end()) return &routes_[found->second];
    }
    return route_at(default_);
}

const Stage* CompiledApi::stage(std::string_view name) const noexcept {
    // Ten at most, and `std::map` would want a string for its look-up.
    const auto found = std::find_if(stages_.begin(), stages_.end(), [name](const auto& entry) {
        return entry.first == name;
    });
    return found == stages_.end() ? nullptr : &found->second;
}

}  // namespace postern
