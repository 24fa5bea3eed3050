#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/ids.hpp"

#include <string>
#include <string_view>

namespace postern {

/// What a client is told about `error`: `Forbidden`, `Internal server error`, `Endpoint request
/// timed out`, …
[[nodiscard]] std::string_view client_message(Errc error) noexcept;

/// Appends API Gateway's error frame, byte for byte:
/// `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`.
void append_error_frame(
    std::string& out,
    std::string_view message,
    const ConnectionId& connection_id,
    const RequestId& request_id
);

}  // namespace postern
