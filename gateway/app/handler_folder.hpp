#pragma once

#include <filesystem>
#include <string>

namespace postern::app {

/// The file that a definition's `plugin` means: a path as it is; a bare name in the handler folder
/// beside the executable
/// (`handlers/` where it was built, `../lib/postern/handlers/` where it is installed). A name found
/// nowhere is given back as a path into the first folder, so that the error says where it was
/// looked for.
[[nodiscard]] std::filesystem::path find_handler(const std::string& plugin);

}  // namespace postern::app
