#include "gateway/core/auth/sigv4.hpp"

#include "gateway/core/auth/canonical_request.hpp"
#include "gateway/core/auth/signing_key.hpp"
#include "gateway/core/encoding/percent.hpp"

namespace postern::sigv4 {
namespace {

// One moment of signing, and what the signature is to be good for.
struct Signing {
    std::string time;
    Scope wanted;

    [[nodiscard]] KeyScope key() const {
        return {std::string_view{time}.substr(0, 8), wanted.region, wanted.service};
    }

    [[nodiscard]] std::string signature_of(
        const Request& request,
        const std::vector<std::string>& signed_headers,
        const Credential& credential
    ) const {
        const std::string canonical = canonical_request(
            request, signed_headers, request.payload_sha256, PathForm::encoded_again
        );
        const std::string to_sign = string_to_sign(time, key().text(), canonical);
        return signature(credential.secret_access_key, key(), to_sign);
    }
};

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        if (!text.empty()) text += ';';
        text += name;
    }
    return text;
}

}  // namespace

Fields sign(const Request& request, const Credential& credential, const Scope& scope, Instant now) {
    const Signing signing{sigv4_time(now), scope};
    Fields added{{"X-Amz-Date", signing.time}};
    std::vector<std::string> signed_headers{"host", "x-amz-date"};
    if (credential.session_token) {
        added.emplace_back("X-Amz-Security-Token", *credential.session_token);
        signed_headers.emplace_back("x-amz-security-token");
    }
    Fields headers = request.headers;
    headers.insert(headers.end(), added.begin(), added.end());
    const Request complete{request.method, request.target, headers, request.payload_sha256};

    std::string authorization = "AWS4-HMAC-SHA256 Credential=";
    authorization.append(credential.access_key_id).append("/").append(signing.key().text());
    authorization.append(", SignedHeaders=").append(joined(signed_headers));
    authorization.append(", Signature=");
    authorization.append(signing.signature_of(complete, signed_headers, credential));
    added.emplace_back("Authorization", std::move(authorization));
    return added;
}

std::string presign(
    const Request& request,
    const Credential& credential,
    const Scope& scope,
    Instant now,
    std::chrono::seconds expires
) {
    const Signing signing{sigv4_time(now), scope};
    std::string who{credential.access_key_id};
    who.append("/").append(signing.key().text());

    std::string target{request.target};
    target += target.find('?') == std::string::npos ? '?' : '&';
    target.append("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=");
    target.append(percent::encode(who)).append("&X-Amz-Date=").append(signing.time);
    target.append("&X-Amz-Expires=").append(std::to_string(expires.count()));
    target.append("&X-Amz-SignedHeaders=host");
    if (credential.session_token) {
        target.append("&X-Amz-Security-Token=");
        target.append(percent::encode(*credential.session_token));
    }
    const Request complete{request.method, target, request.headers, request.payload_sha256};
    const std::string hex = signing.signature_of(complete, {"host"}, credential);
    return target.append("&X-Amz-Signature=").append(hex);
}

}  // namespace postern::sigv4
