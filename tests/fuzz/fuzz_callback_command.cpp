#include "gateway/core/callback/answer.hpp"
#include "gateway/core/callback/command.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

namespace {

using namespace postern;

void require(bool holds) {
    if (!holds) std::abort();
}

void check(const callback::Command& command, std::string_view rest) {
    require(rest == "@connections/" + command.connection_id_text);
    require(!command.connection_id || command.connection_id->view() == command.connection_id_text);
    const HttpAnswer answer = callback::invalid_connection_id(command.connection_id_text);
    require(nlohmann::json::accept(answer.body));
}

void check(const callback::NoSuchRoute& refused, std::string_view rest) {
    require(refused.route == rest);
    const HttpAnswer answer = callback::no_such_route(refused.route, refused.method);
    require(nlohmann::json::accept(answer.body));
}

}  // namespace

/// Input: a method, a line feed, and the decoded path below the stage.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.find('\n');
    if (end == std::string_view::npos) return 0;
    const std::string_view rest = input.substr(end + 1);
    std::visit(
        [rest](const auto& read) { check(read, rest); },
        callback::read_command(input.substr(0, end), rest)
    );
    return 0;
}
