#include "gateway/loaders/native.hpp"

#include "gateway/core/api/native_json.hpp"

#include <system_error>

namespace postern::loaders {
namespace {

namespace fs = std::filesystem;

void resolve_plugin(std::string& plugin, const fs::path& folder) {
    const fs::path beside = folder / plugin;
    std::error_code error;
    if (fs::path(plugin).has_parent_path() || fs::exists(beside, error)) {
        plugin = fs::absolute(beside).lexically_normal().string();
    }
}

void resolve_file(std::string& file, const fs::path& folder) {
    file = fs::absolute(folder / file).lexically_normal().string();
}

}  // namespace

bool is_native(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && text[start] == '{';
}

Loaded<Definition> read_native(std::string_view text, std::optional<Parity> parity) {
    return read_native_json(text, parity);
}

Definition with_resolved_paths(Definition definition, const fs::path& folder) {
    for (auto& [name, function] : definition.functions)
        resolve_plugin(function.plugin, folder);
    if (auto& tls = definition.server.tls) {
        resolve_file(tls->certificate, folder);
        resolve_file(tls->private_key, folder);
    }
    return definition;
}

}  // namespace postern::loaders
