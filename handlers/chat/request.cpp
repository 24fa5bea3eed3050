#include "request.hpp"

#include "rooms.hpp"

#include <nlohmann/json.hpp>

namespace chat {
namespace {

using nlohmann::json;

constexpr auto replace = json::error_handler_t::replace;

std::string json_string(std::string_view text) {
    return json(text).dump(-1, ' ', false, replace);
}

std::string text_at(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::variant<JoinChannel, SendMessage, BadRequest> read_request(
    std::string_view route_key, std::string_view message
) {
    const json request = json::parse(message, nullptr, false);
    if (!request.is_object()) return BadRequest{"the message must be a JSON object"};
    std::string action(route_key);
    if (action != "joinchannel" && action != "sendmessage") action = text_at(request, "action");
    if (action != "joinchannel" && action != "sendmessage") {
        return BadRequest{"action must be joinchannel or sendmessage"};
    }
    std::string channel = text_at(request, "channel");
    if (channel.empty() || channel.size() > Rooms::channel_name_bytes) {
        return BadRequest{
            "channel must be a text of 1 to " + std::to_string(Rooms::channel_name_bytes) +
            " bytes"};
    }
    if (action == "joinchannel") return JoinChannel{std::move(channel)};
    const auto text = request.find("message");
    if (text == request.end()) return BadRequest{"message is missing"};
    return SendMessage{std::move(channel), text->dump(-1, ' ', false, replace)};
}

std::string chat_message(const SendMessage& sent, std::string_view sender) {
    return R"({"channel":)" + json_string(sent.channel) + R"(,"from":)" + json_string(sender) +
           R"(,"message":)" + sent.message_json + "}";
}

std::string error_message(std::string_view reason) {
    return R"({"error":)" + json_string(reason) + "}";
}

std::string result(std::string_view channel, std::string_view name, std::string_view value_json) {
    std::string text = R"({"channel":)" + json_string(channel) + ",";
    text.append(json_string(name)).append(":").append(value_json).append("}");
    return text;
}

}  // namespace chat
