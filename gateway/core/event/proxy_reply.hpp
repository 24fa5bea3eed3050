#pragma once

#include "gateway/core/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern {

/// A Lambda proxy result reduced to what a WebSocket API uses of it.
struct ProxyReply {
    /// Absent when the result was JSON `null` or, for a message, has no integer `statusCode`.
    std::optional<int> status_code;
    /// Decoded when `isBase64Encoded` (then not necessarily UTF-8); empty when absent or `null`.
    /// Not read from a `$connect` result, whose body no client sees.
    std::string body;
    /// `$connect` only: `Sec-WebSocket-Protocol` of the result (any letter case;
    /// `multiValueHeaders` wins over `headers`; the first of several values). Absent when empty.
    std::optional<std::string> subprotocol;
};

/// Reads a `$connect` result: must be an object with an integer `statusCode` that can end an HTTP
/// request (200 to 599), else `malformed_reply`.
///
/// A subprotocol with control characters is `malformed_reply`, too: it could not be sent as a
/// header. Other members do not matter, whatever their type. Source: AWS: Set up Lambda proxy
/// integrations in API Gateway.
[[nodiscard]] Result<ProxyReply> read_connect_reply(std::string_view json);

/// Reads the result of a two-way route: JSON `null` is an empty reply; an object may lack
/// `statusCode` and `body`; anything else, or a `body` that is no string, or bad base64, is
/// `malformed_reply`.
///
/// `statusCode` has no influence on what a client receives, so one of another type is no error.
/// Source: AWS: Set up route responses for WebSocket APIs in API Gateway.
[[nodiscard]] Result<ProxyReply> read_message_reply(std::string_view json);

}  // namespace postern
