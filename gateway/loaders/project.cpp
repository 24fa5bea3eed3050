#include "gateway/loaders/project.hpp"

#include "gateway/core/api/native_json.hpp"
#include "gateway/loaders/demo.hpp"
#include "gateway/loaders/files.hpp"
#include "gateway/loaders/formats.hpp"
#include "gateway/loaders/native.hpp"

#include <stdexcept>
#include <system_error>
#include <utility>

namespace postern::loaders {
namespace {

namespace fs = std::filesystem;

using Opened = boost::system::result<Project, Refusal>;

Refusal refusal(const fs::path& file, std::string what) {
    return {file, {Problem{{}, std::move(what)}}};
}

Refusal not_served(const fs::path& file, std::string_view format) {
    return refusal(
        file,
        "this is a " + std::string(format) +
            ", which is not served by this version of Postern; describe the API in "
            "postern.json (\"postern adapt\" prints the demo's to begin with)"
    );
}

Opened open_file(const fs::path& file, std::optional<Parity> parity, Paths paths) {
    std::error_code error;
    if (file.filename() == "cdk.out" && fs::is_directory(file, error)) {
        return not_served(file, "CDK output folder");
    }
    const auto text = read_text(file);
    if (!text) return Refusal{file, text.error()};
    const Format* const format = format_of(*text);
    if (format == nullptr) {
        return refusal(
            file,
            "not a definition in a format that Postern knows; it is a JSON object with \"apis\", "
            "\"functions\" and \"server\""
        );
    }
    if (format->read == nullptr) return not_served(file, format->name);
    auto definition = format->read(*text, parity);
    if (!definition) return Refusal{file, std::move(definition).error()};
    Project project{*std::move(definition), file, std::string(format->name)};
    if (paths == Paths::resolved) {
        project.definition = with_resolved_paths(std::move(project.definition), file.parent_path());
    }
    return project;
}

Opened open_demo(std::optional<Parity> parity) {
    auto definition = read_native_json(demo_definition(), parity);
    // Only a defect could leave problems here, so `value` may throw.
    return Project{std::move(definition).value(), {}, "built-in demo"};
}

/// `text` without control characters, which a key of the file may smuggle to a terminal.
std::string printable(std::string_view text) {
    std::string result;
    for (const char c : text)
        result += c >= '\0' && c < ' ' ? '?' : c;
    return result;
}

}  // namespace

void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
    throw std::runtime_error(describe(refusal));
}

Opened open_project(std::string_view path, std::optional<Parity> parity, Paths paths) {
    fs::path given(path);
    if (!given.has_filename() && given.has_relative_path()) given = given.parent_path();
    std::error_code error;
    const bool is_folder =
        given.empty() || (given.filename() != "cdk.out" && fs::is_directory(given, error));
    if (!is_folder) return open_file(given, parity, paths);
    if (const auto found = find_definition(given)) return open_file(*found, parity, paths);
    if (given.empty()) return open_demo(parity);
    return refusal(given, "there is no definition in this folder; write a postern.json");
}

std::string describe(const Refusal& refusal) {
    std::string lines;
    for (const Problem& problem : refusal.problems) {
        lines += describe(refusal.file, problem.where, problem.what) + '\n';
    }
    return lines;
}

std::string describe(const fs::path& file, std::string_view where, std::string_view what) {
    std::string line = file.empty() ? "postern" : file.string();
    if (!where.empty()) line += (where.starts_with('/') ? ": " : ":") + printable(where);
    return line + ": " + printable(what);
}

}  // namespace postern::loaders
