#pragma once

#include "gateway/client/url.hpp"
#include "gateway/client/websocket_client.hpp"
#include "gateway/core/event/facts.hpp"

#include <string>
#include <variant>

namespace postern::client {

/// What is to be sent to open a WebSocket, beside the headers every handshake has.
struct HandshakeRequest {
    Url url;
    /// The `Host` header: the URL's, unless the user gave one.
    std::string host;
    Fields headers;
};

/// The handshake `request` describes, signed at `now` if it has a signer; or what is wrong with it.
[[nodiscard]] std::variant<HandshakeRequest, std::string> prepare_handshake(
    const ConnectRequest& request, Instant now
);

}  // namespace postern::client
