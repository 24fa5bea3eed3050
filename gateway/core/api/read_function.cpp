#include "gateway/core/api/definition_parts.hpp"
#include "gateway/core/api/function_uri.hpp"

#include <nlohmann/json.hpp>

namespace postern::native {

PluginFunction read_function(const std::string& name, const Place& place, Findings& findings) {
    ObjectReader reader(place, function_keys, findings);
    if (!is_function_name(name)) {
        reader.report(
            in_quotes(name) + " cannot name a function; use 1 to " +
            std::to_string(quotas::function_name_characters) + " letters, digits, - and _"
        );
    }
    PluginFunction function;
    if (!reader.has("plugin") && !reader.has_unserved()) {
        reader.report_missing("plugin", R"("plugin": "libecho.so")");
    }
    if (auto plugin = reader.text("plugin")) {
        if (plugin->empty() || plugin->find('\0') != std::string::npos) {
            reader.report("plugin", "names no file; write for example \"libecho.so\"");
        }
        function.plugin = *std::move(plugin);
    }
    if (const auto config = reader.any("config")) function.config_json = config->value.dump();
    return function;
}

}  // namespace postern::native
