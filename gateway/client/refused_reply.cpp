#include "gateway/client/refused_reply.hpp"

#include <boost/beast/core/string.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace postern::client {
namespace {

struct Advice {
    std::string_view error_type;
    std::string_view text;
};

// Errors of the callback API ("AWS: ApiGatewayManagementApi") and of its front end.
constexpr std::array advices{
    Advice{"GoneException", "the connection is closed, or never existed"},
    Advice{"BadRequestException", "connection ids look like Zk3nQdVfIAMCE8Q="},
    Advice{"ForbiddenException", "check host and stage of the URL"},
    Advice{"NotFoundException", "check the path of the URL: it ends with the stage"},
    Advice{"MissingAuthenticationTokenException", "give credentials (and --sign, to connect)"},
    Advice{"InvalidSignatureException", "check the secret access key, the region and the clock"},
    Advice{
        "IncompleteSignatureException", "is something between here and the gateway changing it?"},
    Advice{"UnrecognizedClientException", "check access key id and session token"},
    Advice{"ExpiredTokenException", "get new temporary credentials"},
    Advice{"AccessDeniedException", "allow these credentials execute-api on this API"},
    Advice{"PayloadTooLargeException", "a message holds at most 131072 bytes"},
    Advice{"LimitExceededException", "slow down; the client may not be reading"},
};

std::string header_of(const HttpReply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers) {
        if (boost::beast::iequals(key, {name.data(), name.size()})) return value;
    }
    return {};
}

std::string first_line_of_message(const std::string& body) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object()) return {};
    for (const char* name : {"message", "Message"}) {
        const auto member = json.find(name);
        if (member == json.end() || !member->is_string()) continue;
        const auto& text = member->get_ref<const std::string&>();
        std::string line = text.substr(0, text.find('\n'));
        // Advice follows after a semicolon.
        while (line.ends_with('.') || line.ends_with(' '))
            line.pop_back();
        return line;
    }
    return {};
}

}  // namespace

std::string describe_refusal(const HttpReply& reply) {
    const std::string type = header_of(reply, "x-amzn-ErrorType");
    const std::string message = first_line_of_message(reply.body);
    const auto advice = std::find_if(advices.begin(), advices.end(), [&](const Advice& candidate) {
        return candidate.error_type == type;
    });

    std::string text = type.empty() ? "status " : type + " (";
    text += std::to_string(reply.status);
    if (!type.empty()) text += ')';
    if (!message.empty()) text.append(": ").append(message);
    if (advice != advices.end()) text.append(message.empty() ? ": " : "; ").append(advice->text);
    return text;
}

}  // namespace postern::client
