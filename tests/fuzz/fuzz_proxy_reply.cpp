#include "gateway/core/event/proxy_reply.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace postern;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_connect(std::string_view json) {
    const auto reply = read_connect_reply(json);
    if (!reply) return;
    require(*reply->status_code >= 200 && *reply->status_code <= 599);
    require(!reply->subprotocol || std::ranges::none_of(*reply->subprotocol, [](char c) {
        return c == '\r' || c == '\n' || c == '\0';
    }));
}

/// A parser that builds the whole document must agree about the body.
void check_message(std::string_view json) {
    const auto reply = read_message_reply(json);
    const auto document = nlohmann::json::parse(json, nullptr, false);
    if (document.is_discarded() || !(document.is_null() || document.is_object())) {
        require(!reply);
        return;
    }
    if (document.is_null() || !document.contains("body") || document["body"].is_null()) {
        require(reply && reply->body.empty());
        return;
    }
    const auto encoded = document.find("isBase64Encoded");
    const bool is_base64 =
        encoded != document.end() && encoded->is_boolean() && encoded->get<bool>();
    if (!document["body"].is_string()) {
        require(!reply);
    } else if (!is_base64) {
        require(reply && reply->body == document["body"].get_ref<const std::string&>());
    }
}

}  // namespace

/// Input: what a function returned.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json(reinterpret_cast<const char*>(data), size);
    check_connect(json);
    check_message(json);
    return 0;
}
