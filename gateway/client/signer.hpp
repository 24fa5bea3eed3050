#pragma once

#include "gateway/core/event/facts.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace postern::client {

/// Signs the client's requests with SigV4 (service `execute-api`).
struct Signer {
    std::string access_key_id;
    std::string secret_access_key;
    std::optional<std::string> session_token;
    std::string region;

    friend bool operator==(const Signer&, const Signer&) = default;
};

/// What the command line says about credentials; empty where it says nothing.
struct CredentialOptions {
    std::optional<std::string> access_key_id;
    std::optional<std::string> secret_access_key;
    std::optional<std::string> region;
};

/// The value of an environment variable, or nothing when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// The signer that the options describe, else the environment (`AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_DEFAULT_REGION`); nothing when
/// neither has credentials, or a text saying which half of a pair is missing.
///
/// A session token belongs to the environment's key, so it is left out beside a key from the
/// options. The region is `us-east-1` unless told.
[[nodiscard]] std::variant<std::optional<Signer>, std::string> choose_signer(
    const CredentialOptions& options, const Environment& environment
);

/// The headers that sign a request for `target` at `authority` (its `Host` header) with `body`.
[[nodiscard]] Fields signing_headers(
    const Signer& signer,
    std::string_view method,
    std::string_view target,
    std::string_view authority,
    std::string_view body,
    Instant now
);

}  // namespace postern::client
