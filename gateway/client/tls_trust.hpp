#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace postern::client {

/// Which servers to believe that they are who they say (`--ca`, `--insecure`).
struct TlsTrust {
    enum class Verification : std::uint8_t { certificate_and_name, none };

    /// PEM file of trusted certificates; without one, the system's.
    std::optional<std::string> ca_file;
    Verification verification = Verification::certificate_and_name;
};

}  // namespace postern::client
