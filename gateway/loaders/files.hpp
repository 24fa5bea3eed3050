#pragma once

#include "gateway/core/error.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace postern::loaders {

/// The text of a definition file, or why it cannot be had: missing, a folder, unreadable, or far
/// too large to be a definition.
[[nodiscard]] Loaded<std::string> read_text(const std::filesystem::path& file);

/// What `folder` defines: the first that exists of `postern.json`, `template.yaml`, `template.yml`,
/// `template.json`, `serverless.yml` and the folder `cdk.out`. An empty `folder` is the current
/// one.
[[nodiscard]] std::optional<std::filesystem::path> find_definition(
    const std::filesystem::path& folder
);

}  // namespace postern::loaders
