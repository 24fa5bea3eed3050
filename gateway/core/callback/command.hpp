#pragma once

#include "gateway/core/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace postern::callback {

/// PostToConnection, GetConnection and DeleteConnection.
enum class Action { post, get, remove };

/// A request to `/{stage}/@connections/{id}`, understood.
struct Command {
    Action action = Action::post;
    /// The id as given, decoded.
    std::string connection_id_text;
    /// Absent when the text is no well-formed id (answered with 400).
    std::optional<ConnectionId> connection_id;
};

/// Not an operation of the callback API: answered with 404 `No method found matching route …`.
struct NoSuchRoute {
    /// The path as given, decoded.
    std::string route;
    std::string method;
};

/// Reads `method` and the decoded path below the stage (`@connections/{id}`, no leading slash).
[[nodiscard]] std::variant<Command, NoSuchRoute> read_command(
    std::string_view method, std::string_view rest
);

}  // namespace postern::callback
