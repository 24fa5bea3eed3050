#include "gateway/app/explain.hpp"

#include "gateway/app/open_definition.hpp"
#include "gateway/core/api/compile.hpp"
#include "gateway/core/expression/selection.hpp"
#include "gateway/core/json/text.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::app {
namespace {

std::string in_quotes(std::string_view text) {
    std::string result;
    json::append_string(result, text);
    return result;
}

/// Where the variable that begins at the front of `text` ends, by the grammar of
/// `SelectionExpression`; 0 when none begins there.
std::size_t variable_size(std::string_view text) {
    const bool is_braced = text.starts_with("${");
    const std::string_view name = text.substr(is_braced ? 2 : 1);
    const std::size_t start = is_braced ? name.find_first_not_of(" \t\r\n") : 0;
    if (start == std::string_view::npos) return 0;
    if (!name.substr(start).starts_with("request.body")) return 0;
    if (!is_braced) return std::min(text.find_first_of("${}/\\| \t\r\n", 1), text.size());
    // A brace inside a quoted member name closes nothing.
    char quote = 0;
    for (std::size_t i = 2; i < text.size(); ++i) {
        if (quote != 0) {
            if (text[i] == '\\') {
                ++i;
            } else if (text[i] == quote) {
                quote = 0;
            }
        } else if (text[i] == '\'' || text[i] == '"') {
            quote = text[i];
        } else if (text[i] == '}') {
            return i + 1;
        }
    }
    return 0;
}

/// The variables of a valid expression, as written and in order.
std::vector<std::string_view> variables_of(std::string_view expression) {
    std::vector<std::string_view> variables;
    while (!expression.empty()) {
        std::size_t size = 1;
        if (expression.starts_with("\\$")) {
            size = 2;
        } else if (expression.front() == '$') {
            const std::size_t found = variable_size(expression);
            if (found != 0) variables.push_back(expression.substr(0, found));
            size = std::max<std::size_t>(found, 1);
        }
        expression.remove_prefix(size);
    }
    return variables;
}

void explain_variables(std::string_view expression, std::string_view message, std::ostream& out) {
    for (const std::string_view variable : variables_of(expression)) {
        const auto parsed = SelectionExpression::parse(variable);
        if (!parsed) continue;
        std::string scratch;
        const auto value = parsed->evaluate(message, scratch);
        if (!value) continue;
        out << "    " << variable << " = " << in_quotes(*value);
        if (value->empty()) out << ": nothing is there, or null, or an empty string";
        out << '\n';
    }
}

/// Why `route` was selected although the result may be another key.
std::string reason(const std::optional<std::string_view>& key, const CompiledRoute& route) {
    if (!key) return "because the message is not JSON";
    if (*key == route.route_key) return "because its key equals the result";
    if (*key == "$connect" || *key == "$disconnect") {
        return "because a message never takes " + std::string(*key);
    }
    return "because no route has the key " + in_quotes(*key);
}

void explain_route(const Api& api, const CompiledRoute& route, std::ostream& out) {
    if (!api.routes.at(route.route_key).integration) {
        out << "  function    none: the route has no target, so the client gets an error\n";
        return;
    }
    out << "  function    " << route.function << ", answers within " << route.timeout.count()
        << " ms\n"
        << "  answer      "
        << (route.is_two_way ? "two-way: the result's body is sent to the client"
                             : "one-way: the result is not sent to the client")
        << '\n';
}

void explain_api(const Api& api, std::string_view message, std::ostream& out) {
    const CompiledApi compiled(api);
    std::string scratch;
    const auto key = compiled.expression().evaluate(message, scratch);
    out << "api " << api.api_id << "\n  expression  " << compiled.expression().text() << '\n';
    explain_variables(compiled.expression().text(), message, out);
    out << "  result      "
        << (key ? in_quotes(*key) : std::string("none: the message is not JSON")) << '\n';

    std::string scratch_for_select;
    const CompiledRoute* const route = compiled.select(message, scratch_for_select);
    if (route == nullptr) {
        out << "  route       none, and there is no $default: the client gets Forbidden\n";
        return;
    }
    out << "  route       " << route->route_key << ", " << reason(key, *route) << '\n';
    explain_route(api, *route, out);
}

}  // namespace

int explain(const DefinitionOptions& options, std::ostream& out, std::ostream& err) {
    const auto project = open_definition(options, err);
    if (!project) return 2;
    const char* separator = "";
    for (const auto& [api_id, api] : project->definition.apis) {
        out << separator;
        explain_api(api, options.message, out);
        separator = "\n";
    }
    return 0;
}

}  // namespace postern::app
