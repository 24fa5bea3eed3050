#pragma once

#include "gateway/client/http_exchange.hpp"

#include <string>

namespace postern::client {

/// One line about a reply that is not a success: AWS's error type, the status, the first line of
/// the gateway's message, and what to do about it (`GoneException (410): the connection is …`).
[[nodiscard]] std::string describe_refusal(const HttpReply& reply);

}  // namespace postern::client
