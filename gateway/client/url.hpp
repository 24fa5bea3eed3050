#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace postern::client {

/// Where a gateway listens and what to ask it for (RFC 3986).
struct Url {
    enum class Security : std::uint8_t { plain, tls };

    Security security = Security::plain;
    /// Name or address, an IPv6 address without its brackets.
    std::string host;
    /// As in the URL, else 80 or 443.
    std::uint16_t port = 0;
    /// Scheme and authority, `wss://example.com:8443`: how messages name the gateway.
    std::string origin;
    /// What the `Host` header says: IPv6 in brackets, the port unless it is the scheme's own.
    std::string authority;
    /// Path and query exactly as written, `/` when there is no path.
    std::string target;
};

/// The URL that `text` spells, or what is wrong with it.
///
/// `http` and `ws` mean the same here, as do `https` and `wss`: what a gateway prints or a function
/// builds for one kind of request can be pasted for the other.
[[nodiscard]] std::variant<Url, std::string> parse_url(std::string_view text);

}  // namespace postern::client
