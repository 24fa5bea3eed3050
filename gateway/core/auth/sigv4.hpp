#pragma once

#include "gateway/core/event/facts.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// AWS Signature Version 4: who sent a request, proved without sending the secret.
///
/// "AWS: Create a signed AWS API request". All functions are pure and may run on any thread.
namespace postern::sigv4 {

/// A request as it stood on the wire.
struct Request {
    std::string_view method;
    /// Path and query exactly as received.
    std::string_view target;
    /// Header names in any case, values as received, repeated ones repeated.
    const Fields& headers;
    /// Lower-case hex SHA-256 of the body.
    std::string_view payload_sha256;
};

/// One set of credentials that may sign.
struct Credential {
    std::string_view access_key_id;
    std::string_view secret_access_key;
    std::optional<std::string_view> session_token;
    std::optional<Instant> expiration;
};

/// Why a request is refused: status is always 403.
struct Refusal {
    /// `x-amzn-ErrorType`, such as `InvalidSignatureException`.
    std::string error_type;
    /// Text for the body's `message`. Repeats parts of the request byte for byte, so it need not be
    /// UTF-8; holds nothing of the credential.
    std::string message;
};

/// What a signature must be made for.
struct Scope {
    std::string_view region;
    std::string_view service = "execute-api";
    /// Accepted difference between `X-Amz-Date` and now, both ways.
    std::chrono::minutes skew{5};
};

/// Verifies header and presigned form in AWS's order of checks; returns the access key id that
/// signed, or the refusal with AWS's text. Signatures and tokens are compared in constant time.
[[nodiscard]] std::variant<std::string, Refusal> verify(
    const Request& request,
    const std::vector<Credential>& credentials,
    const Scope& scope,
    Instant now
);

/// Headers (`X-Amz-Date`, `X-Amz-Security-Token` if any, `Authorization`) that sign `request` in
/// the header form over `host` and the `x-amz-` headers returned. `request.headers` must hold
/// `Host`.
[[nodiscard]] Fields sign(
    const Request& request, const Credential& credential, const Scope& scope, Instant now
);

/// `target` extended by the presigned query parameters, valid for `expires`; signs `host` alone.
[[nodiscard]] std::string presign(
    const Request& request,
    const Credential& credential,
    const Scope& scope,
    Instant now,
    std::chrono::seconds expires
);

/// Lower-case hex SHA-256 of `bytes`.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace postern::sigv4
