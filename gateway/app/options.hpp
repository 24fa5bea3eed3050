#pragma once

#include "gateway/core/api/model.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace postern::app {

/// `postern run`: what the command line and the environment say. Absent values are left to the
/// definition.
struct RunOptions {
    /// File or folder; empty for what the current folder holds, or the demo.
    std::string path;
    std::optional<std::string> listen;
    std::optional<std::string> admin;
    std::optional<unsigned> threads;
    std::optional<std::string> region;
    std::optional<std::string> account_id;
    std::optional<std::string> stage;
    std::optional<std::string> access_key_id;
    std::optional<std::string> secret_access_key;
    std::optional<std::string> callback_auth;
    std::optional<std::string> parity;
    std::optional<std::string> log_level;
    std::optional<std::string> log_format;
    std::optional<double> drain_timeout_seconds;
    bool is_watching = false;
};

/// `postern check`, `adapt` and `explain`.
struct DefinitionOptions {
    enum class Verb { check, adapt, explain };
    Verb verb = Verb::check;
    std::string path;
    std::string message;
    std::optional<std::string> parity;
};

/// `postern connect`.
struct ConnectOptions {
    std::string url;
    std::vector<std::string> headers;
    std::vector<std::string> subprotocols;
    bool is_signed = false;
    std::optional<std::string> access_key_id;
    std::optional<std::string> secret_access_key;
    std::optional<std::string> region;
    std::optional<std::string> ca_file;
    bool is_insecure = false;
};

/// `postern post`, `get` and `close`.
struct CallbackOptions {
    enum class Verb { post, get, close };
    Verb verb = Verb::post;
    std::string connection_id;
    /// Absent: standard input.
    std::optional<std::string> text;
    std::string endpoint = "http://127.0.0.1:3001/dev";
    std::optional<std::string> access_key_id;
    std::optional<std::string> secret_access_key;
    std::optional<std::string> region;
    std::optional<std::string> ca_file;
    bool is_insecure = false;
};

struct VersionOptions {};

/// Nothing to run: help was printed, or the usage was wrong; end with this status.
struct Exit {
    int status = 0;
};

using Command = std::
    variant<Exit, RunOptions, DefinitionOptions, ConnectOptions, CallbackOptions, VersionOptions>;

/// Reads the command line; prints help to stdout, what is wrong to stderr (status 2).
[[nodiscard]] Command read_command_line(int argc, const char* const* argv);

}  // namespace postern::app
