#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace postern::loaders {

/// Whether `text` is meant to be JSON, though perhaps it is not quite: it begins like an object.
[[nodiscard]] bool is_native(std::string_view text);

/// Reads Postern's own JSON.
[[nodiscard]] Loaded<Definition> read_native(std::string_view text, std::optional<Parity> parity);

/// `definition` of a file in `folder` with its relative paths made absolute: TLS files always, a
/// plugin if it names a folder or a file that exists beside the definition. Other plugin names are
/// left to the look-up in the handler folder.
[[nodiscard]] Definition with_resolved_paths(
    Definition definition, const std::filesystem::path& folder
);

}  // namespace postern::loaders
