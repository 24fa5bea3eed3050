#pragma once

#include "gateway/client/signer.hpp"
#include "gateway/client/tls_trust.hpp"

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace postern::client {

/// What `postern connect URL` asks for.
struct ConnectRequest {
    std::string url;
    /// Each `Name: value`, in the order given.
    std::vector<std::string> headers;
    /// Offered in this order.
    std::vector<std::string> subprotocols;
    /// Set by `--sign`: the handshake is signed in the header form.
    std::optional<Signer> signer;
    TlsTrust trust;
    /// At the end of input, close only once nothing has arrived for this long, so that a script
    /// sees the answers to what it sent; zero suits a person.
    std::chrono::milliseconds quiet_before_close{0};
};

/// Connects, sends every line of the descriptor `input` as one text message, writes every message
/// that arrives to `out` as one line, and tells about the connection on `err`.
///
/// At the end of input, or on SIGINT or SIGTERM, closes with 1000. Returns the exit status: 0 after
/// a normal close by either side (1000, 1001 or none given), 1 when connecting failed or the
/// connection ended otherwise, 2 for bad usage.
[[nodiscard]] int run_connect(
    const ConnectRequest& request, int input, std::ostream& out, std::ostream& err
);

}  // namespace postern::client
