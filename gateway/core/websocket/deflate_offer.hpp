#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postern::websocket {

/// permessage-deflate parameters both sides agreed on (RFC 7692 §7.1).
struct DeflateAgreement {
    /// Window that our compressed messages must keep to, 9 to 15.
    int server_max_window_bits = 15;
    /// Window that the client said it keeps to, 8 to 15.
    int client_max_window_bits = 15;
    bool server_no_context_takeover = false;
    bool client_no_context_takeover = false;
    /// The client set `server_max_window_bits`, so the response must name it, even when it is 15
    /// (RFC 7692 §7.1.2.1).
    bool is_server_window_offered = false;

    friend bool operator==(const DeflateAgreement&, const DeflateAgreement&) = default;
};

/// Answers the client's `Sec-WebSocket-Extensions` (all values joined by `, `): the first
/// acceptable permessage-deflate offer, or nothing. Unknown extensions and malformed offers are
/// passed over, and so is `server_max_window_bits=8`, for which zlib has no raw stream.
[[nodiscard]] std::optional<DeflateAgreement> negotiate_deflate(std::string_view offers);

/// The response header for `agreement`, parameters joined by `;` without a space as API Gateway
/// sends them: `permessage-deflate` or `permessage-deflate;server_max_window_bits=12`.
/// `client_max_window_bits` is not echoed.
[[nodiscard]] std::string extension_header(const DeflateAgreement& agreement);

}  // namespace postern::websocket
