#pragma once

#include "gateway/core/auth/sigv4.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace postern::sigv4 {

/// What a request says about its own signature; nothing of it is checked yet.
struct SignedClaim {
    std::string algorithm;
    /// `{access key id}/{date}/{region}/{service}/aws4_request`.
    std::string credential;
    /// Lower-case, in order, each once.
    std::vector<std::string> signed_headers;
    std::string signature;
    /// `X-Amz-Date`, or `Date` in its stead.
    std::string date;
    std::optional<std::string> security_token;
    /// `x-amz-content-sha256`: the client's word for the body.
    std::optional<std::string> content_sha256;
    /// Presigned form only, in seconds.
    std::optional<std::string> expires;
};

/// Reads the claim from `Authorization`, or from the presigned query parameters when there is no
/// such header; refuses what has parts missing.
[[nodiscard]] std::variant<SignedClaim, Refusal> read_claim(const Request& request);

}  // namespace postern::sigv4
