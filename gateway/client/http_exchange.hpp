#pragma once

#include "gateway/client/tls_trust.hpp"
#include "gateway/client/url.hpp"
#include "gateway/core/event/facts.hpp"

#include <chrono>
#include <string>
#include <variant>

namespace postern::client {

/// One HTTP/1.1 request; `Host` and `Content-Length` are added by `exchange`.
struct HttpRequest {
    std::string method;
    std::string target;
    Fields headers;
    std::string body;
};

/// What came back.
struct HttpReply {
    unsigned status = 0;
    Fields headers;
    std::string body;
};

/// Sends `request` to the host of `url` and returns the reply, or what went wrong on the way.
/// Blocks for at most about `limit`.
[[nodiscard]] std::variant<HttpReply, std::string> exchange(
    const Url& url, const TlsTrust& trust, const HttpRequest& request, std::chrono::seconds limit
);

}  // namespace postern::client
