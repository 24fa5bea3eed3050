#include "gateway/loaders/files.hpp"

#include <array>
#include <cstddef>
#include <fstream>
#include <string_view>
#include <system_error>

namespace postern::loaders {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{16} * 1'024 * 1'024;
/// In the order in which they are looked for.
constexpr std::array<std::string_view, 6> names{
    "postern.json",
    "template.yaml",
    "template.yml",
    "template.json",
    "serverless.yml",
    "cdk.out",
};

Problems problem(std::string what) {
    return {Problem{{}, std::move(what)}};
}

}  // namespace

Loaded<std::string> read_text(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status)) return problem("no such file or folder; check the path");
    // A pipe or a device has no size, but may be read.
    if (fs::is_directory(status)) return problem("is a folder; give a file");

    std::ifstream stream(file, std::ios::binary);
    std::string text;
    std::array<char, 65'536> part{};
    while (stream && text.size() <= most_bytes) {
        stream.read(part.data(), part.size());
        text.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    }
    if (text.size() > most_bytes) return problem("is larger than 16 MiB; this is no definition");
    if (!stream.eof()) return problem("cannot be read; check its permissions");
    return text;
}

std::optional<fs::path> find_definition(const fs::path& folder) {
    for (const std::string_view name : names) {
        fs::path candidate = folder / name;
        std::error_code error;
        if (fs::exists(candidate, error)) return candidate;
    }
    return std::nullopt;
}

}  // namespace postern::loaders
