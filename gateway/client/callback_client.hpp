#pragma once

#include "gateway/client/signer.hpp"
#include "gateway/client/tls_trust.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace postern::client {

/// What `postern post`, `get` and `close` ask of `@connections`.
enum class CallbackVerb : std::uint8_t { post, get, close };

struct CallbackRequest {
    CallbackVerb verb = CallbackVerb::get;
    std::string connection_id;
    /// `post` only; without it, standard input to its end is the message.
    std::optional<std::string> text;
    /// Address and stage, without `/@connections`.
    std::string endpoint = "http://127.0.0.1:3001/dev";
    /// Nothing sends the request unsigned.
    std::optional<Signer> signer;
    TlsTrust trust;
};

/// The path that addresses `connection_id` below the path of an endpoint, encoded as SDKs do:
/// `/dev` and `Zk3nQdVfIAMCE8Q=` give `/dev/@connections/Zk3nQdVfIAMCE8Q%3D`.
[[nodiscard]] std::string callback_path(
    std::string_view endpoint_path, std::string_view connection_id
);

/// Performs the request. What `get` returns goes to `out` as it came; a problem goes to `err` as
/// one line. Returns the exit status: 0 done, 1 failed, 2 bad usage.
[[nodiscard]] int run_callback(
    const CallbackRequest& request, std::istream& in, std::ostream& out, std::ostream& err
);

}  // namespace postern::client
