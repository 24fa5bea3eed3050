#include "gateway/core/callback/command.hpp"

namespace postern::callback {
namespace {

constexpr std::string_view resource = "@connections/";

std::optional<Action> action_of(std::string_view method) noexcept {
    if (method == "POST") return Action::post;
    if (method == "GET") return Action::get;
    if (method == "DELETE") return Action::remove;
    return std::nullopt;
}

}  // namespace

std::variant<Command, NoSuchRoute> read_command(std::string_view method, std::string_view rest) {
    const std::optional<Action> action = action_of(method);
    const std::string_view id =
        rest.starts_with(resource) ? rest.substr(resource.size()) : std::string_view{};
    // Ids contain no slash, so one more segment is another route, not a malformed id.
    if (!action || id.empty() || id.find('/') != std::string_view::npos) {
        return NoSuchRoute{std::string(rest), std::string(method)};
    }
    return Command{*action, std::string(id), ConnectionId::parse(id)};
}

}  // namespace postern::callback
