#include "gateway/client/handshake_request.hpp"

#include "gateway/client/header_line.hpp"

#include <boost/beast/core/string.hpp>

namespace postern::client {
namespace {

std::string joined(const std::vector<std::string>& subprotocols) {
    std::string list;
    for (const std::string& subprotocol : subprotocols) {
        if (!list.empty()) list += ", ";
        list += subprotocol;
    }
    return list;
}

}  // namespace

std::variant<HandshakeRequest, std::string> prepare_handshake(
    const ConnectRequest& request, Instant now
) {
    auto url = parse_url(request.url);
    if (auto* problem = std::get_if<std::string>(&url)) return std::move(*problem);
    HandshakeRequest handshake{std::get<Url>(std::move(url)), {}, {}};
    handshake.host = handshake.url.authority;
    for (const std::string& line : request.headers) {
        auto header = parse_header_line(line);
        if (auto* problem = std::get_if<std::string>(&header)) return std::move(*problem);
        auto& [name, value] = std::get<0>(header);
        // `Host` is sent once, and signed as sent.
        if (boost::beast::iequals(name, "host")) {
            handshake.host = std::move(value);
        } else {
            handshake.headers.emplace_back(std::move(name), std::move(value));
        }
    }
    if (!request.subprotocols.empty()) {
        handshake.headers.emplace_back("Sec-WebSocket-Protocol", joined(request.subprotocols));
    }
    if (request.signer) {
        const Fields added =
            signing_headers(*request.signer, "GET", handshake.url.target, handshake.host, "", now);
        handshake.headers.insert(handshake.headers.end(), added.begin(), added.end());
    }
    return handshake;
}

}  // namespace postern::client
