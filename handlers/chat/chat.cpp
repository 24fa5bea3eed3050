#include "request.hpp"
#include "rooms.hpp"

#include <nlohmann/json.hpp>
#include <postern/handler.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace chat {

/// Origins that browsers may connect from; none given means any.
class AllowedOrigins {
public:
    /// Reads `{"allowedOrigins":["https://chat.example"]}`; throws what is wrong with it.
    explicit AllowedOrigins(std::string_view config_json) {
        const auto config = nlohmann::json::parse(config_json, nullptr, false);
        if (!config.is_object()) throw std::invalid_argument("config must be an object");
        for (const auto& [key, value] : config.items()) {
            if (key != "allowedOrigins") throw std::invalid_argument("unknown key " + key);
            const bool is_list =
                value.is_array() && std::all_of(value.begin(), value.end(), [](const auto& origin) {
                    return origin.is_string();
                });
            if (!is_list) throw std::invalid_argument("allowedOrigins must be a list of texts");
            origins_ = value.template get<std::vector<std::string>>();
        }
    }

    [[nodiscard]] bool allow(std::optional<std::string_view> origin) const {
        if (!origins_) return true;
        return origin && std::find(origins_->begin(), origins_->end(), *origin) != origins_->end();
    }

private:
    std::optional<std::vector<std::string>> origins_;
};

/// Channels that clients join and send messages to; others in the channel receive them.
///
/// Nonblocking, also because the messages of one connection then take effect in their order.
class Chat {
public:
    Chat(const postern::Host& host, std::string_view config_json)
        : host_(host),
          origins_(config_json) {}

    void operator()(const postern::Request& request, postern::Call& call) {
        switch (request.event()) {
            case postern::EventKind::connect:
                call.reply({}, origins_.allow(call.field("header:Origin")) ? 200 : 403);
                return;
            case postern::EventKind::disconnect:
                rooms_->forget(request.connection_id());
                call.reply({});
                return;
            default:
                answer(request, call);
        }
    }

private:
    void answer(const postern::Request& request, postern::Call& call) {
        const std::string sender(request.connection_id());
        auto asked = read_request(request.route_key(), request.body());
        if (const auto* const join = std::get_if<JoinChannel>(&asked)) {
            const Rooms::Join outcome = rooms_->join(sender, join->channel);
            if (outcome == Rooms::Join::joined) {
                call.reply(result(join->channel, "joined", "true"));
                return;
            }
            asked = BadRequest{
                outcome == Rooms::Join::channel_is_full ? "the channel is full"
                                                        : "you are in too many channels"};
        }
        if (const auto* const sent = std::get_if<SendMessage>(&asked)) {
            const std::size_t count = send(*sent, sender);
            call.reply(result(sent->channel, "recipients", std::to_string(count)));
            return;
        }
        host_.post(sender, error_message(std::get<BadRequest>(asked).reason));
        call.reply({}, 400);
    }

    /// Sends to everybody else in the channel; returns how many that were.
    std::size_t send(const SendMessage& sent, std::string_view sender) {
        const std::string text = chat_message(sent, sender);
        const std::vector<std::string> others = rooms_->others_in(sent.channel, sender);
        for (const std::string& connection_id : others) {
            // A callback may come after this handler has ended.
            const std::weak_ptr<Rooms> rooms = rooms_;
            host_.post(connection_id, text, [rooms, connection_id](postern::Delivery delivery) {
                const auto known = rooms.lock();
                if (known && delivery == postern::Delivery::gone) known->forget(connection_id);
            });
        }
        return others.size();
    }

    const postern::Host& host_;
    AllowedOrigins origins_;
    std::shared_ptr<Rooms> rooms_ = std::make_shared<Rooms>();
};

}  // namespace chat

POSTERN_HANDLER(chat::Chat, "chat", postern::nonblocking);
