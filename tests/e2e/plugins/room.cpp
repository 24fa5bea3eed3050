// A room where everybody hears everything, also who left: every message and every end of a
// connection makes the shard write to all others while it is in the middle of something.
//
// Each message names whom it is for, so a client can tell one that was meant for another. Texts go
// into JSON as they are, and the members are not locked: for tests with plain words and one shard.

#include "postern/handler.hpp"

#include <set>
#include <string>
#include <string_view>

class Room {
public:
    Room(const postern::Host& host, std::string_view /*config*/) : host_(host) {}

    void operator()(const postern::Request& request, postern::Call& call) {
        const std::string id(request.connection_id());
        switch (request.event()) {
            case postern::EventKind::connect:
                members_.insert(id);
                break;
            case postern::EventKind::disconnect:
                members_.erase(id);
                tell_all("left");
                break;
            default:
                if (request.route_key() == "whisper") {
                    tell(id, "whisper");
                } else {
                    tell_all(request.body());
                }
        }
        call.reply("");
    }

private:
    void tell(const std::string& id, std::string_view text) const {
        host_.post(id, R"({"to":")" + id + R"(","text":")" + std::string(text) + R"("})");
    }

    void tell_all(std::string_view text) const {
        for (const auto& id : members_)
            tell(id, text);
    }

    const postern::Host& host_;
    std::set<std::string> members_;
};

POSTERN_HANDLER(Room, "room", postern::nonblocking);
