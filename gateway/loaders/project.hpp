#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <boost/system/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace postern::loaders {

/// A definition, and where it came from.
struct Project {
    Definition definition;
    /// The file as the user would name it; empty for the demo.
    std::filesystem::path file;
    /// Name of the format: `Postern JSON`, or `built-in demo`.
    std::string format;
};

/// Why a definition cannot be had.
struct Refusal {
    std::filesystem::path file;
    Problems problems;
};

/// Lets `value()` throw, as `boost::system::result` asks of its error type.
[[noreturn]] void throw_exception_from_error(
    const Refusal& refusal, const boost::source_location& where
);

/// What becomes of relative paths in a definition.
enum class Paths {
    as_written,  ///< For printing it again.
    resolved,    ///< Relative to the file, for serving it.
};

/// Opens what `path`, a file or a folder, defines. Without `path`: what the current folder holds,
/// or the built-in demo when that is nothing.
///
/// `parity` is that of the command line or environment, when given.
[[nodiscard]] boost::system::result<Project, Refusal> open_project(
    std::string_view path,
    std::optional<Parity> parity = std::nullopt,
    Paths paths = Paths::resolved
);

/// The problems for people, one a line: `FILE: /json/pointer: what is wrong and what to do`, and
/// `FILE:LINE:COLUMN: …` for text that is not even JSON. Without a file, `postern` stands there.
[[nodiscard]] std::string describe(const Refusal& refusal);

/// One such line, without its end.
[[nodiscard]] std::string describe(
    const std::filesystem::path& file, std::string_view where, std::string_view what
);

}  // namespace postern::loaders
