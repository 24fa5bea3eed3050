#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace chat {

/// `{"action":"joinchannel","channel":"c"}`
struct JoinChannel {
    std::string channel;
};

/// `{"action":"sendmessage","channel":"c","message":"hi"}`
struct SendMessage {
    std::string channel;
    /// The message as JSON text; any JSON value may be sent.
    std::string message_json;
};

/// What is wrong with a request, in words for its sender.
struct BadRequest {
    std::string reason;
};

/// Reads what a client asks. The route says which action it is; on a route of another name the
/// message's own `action` does.
[[nodiscard]] std::variant<JoinChannel, SendMessage, BadRequest> read_request(
    std::string_view route_key, std::string_view message
);

/// What the others in a channel receive.
[[nodiscard]] std::string chat_message(const SendMessage& sent, std::string_view sender);
/// What the sender of a request that cannot be served receives.
[[nodiscard]] std::string error_message(std::string_view reason);
/// `{"channel":"c","NAME":VALUE}`: the result of a request, for routes with a route response.
[[nodiscard]] std::string result(
    std::string_view channel, std::string_view name, std::string_view value_json
);

}  // namespace chat
