#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace postern::bench {

/// Credentials and scope that requests are signed with.
struct SigningIdentity {
    std::string access_key_id;
    std::string secret_access_key;
    std::string region = "us-east-1";
};

/// Signs `POST` requests to `@connections` like the AWS SDKs (Signature Version 4, header form).
class Signer {
public:
    explicit Signer(SigningIdentity identity) : identity_(std::move(identity)) {}

    /// The headers `X-Amz-Date` and `Authorization`, each ended by CRLF, for a POST of `body` to
    /// `raw_path` (as it stands in the request line) at `host`, at this moment. Nothing is reused
    /// between requests but the day's key, as in the SDKs.
    [[nodiscard]] std::string headers(
        std::string_view raw_path, std::string_view host, std::string_view body
    );

private:
    SigningIdentity identity_;
    std::string day_;
    std::string key_;
};

}  // namespace postern::bench
