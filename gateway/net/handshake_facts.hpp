#pragma once

#include "gateway/core/event/facts.hpp"
#include "gateway/core/random.hpp"
#include "gateway/net/http_message.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::net {

/// `Root=1-{8 hex}-{24 hex}`, the first part being `at` in epoch seconds.
[[nodiscard]] std::string make_trace_id(FastRandom& random, Instant at);

/// A version 4 UUID.
[[nodiscard]] std::string make_uuid(FastRandom& random);

/// What the CONNECT event reports of `request`. API Gateway speaks TLS only, so scheme and port are
/// always `https` and `443`, also where this gateway serves plain text: functions see what they
/// would see on AWS.
[[nodiscard]] std::unique_ptr<const Handshake> handshake_of(
    const HttpRequest& request, std::string trace_id
);

/// The 101 response in API Gateway's form; `protocol` and `extension` are left out when empty.
[[nodiscard]] std::string switching_protocols(
    std::string_view date,
    std::string_view accept_key,
    std::string_view protocol,
    std::string_view extension
);

}  // namespace postern::net
