#include "gateway/client/signer.hpp"

#include "gateway/core/auth/sigv4.hpp"

namespace postern::client {
namespace {

// An empty value means the same as none: `AWS_SESSION_TOKEN= postern post …` unsets it.
std::optional<std::string> non_empty(std::optional<std::string> value) {
    if (value && value->empty()) return std::nullopt;
    return value;
}

std::string half_a_pair(std::string_view given, std::string_view missing) {
    std::string problem = "credentials need both halves: ";
    problem.append(given).append(" is set, ").append(missing).append(" is not");
    return problem;
}

}  // namespace

std::variant<std::optional<Signer>, std::string> choose_signer(
    const CredentialOptions& options, const Environment& environment
) {
    std::optional<std::string> key = non_empty(options.access_key_id);
    std::optional<std::string> secret = non_empty(options.secret_access_key);
    std::optional<std::string> token;
    if (key && !secret) return half_a_pair("--access-key-id", "--secret-access-key");
    if (secret && !key) return half_a_pair("--secret-access-key", "--access-key-id");
    if (!key) {
        key = non_empty(environment("AWS_ACCESS_KEY_ID"));
        secret = non_empty(environment("AWS_SECRET_ACCESS_KEY"));
        token = non_empty(environment("AWS_SESSION_TOKEN"));
        if (key && !secret) return half_a_pair("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        if (secret && !key) return half_a_pair("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID");
    }
    if (!key) return std::optional<Signer>{};

    std::optional<std::string> region = non_empty(options.region);
    if (!region) region = non_empty(environment("AWS_REGION"));
    if (!region) region = non_empty(environment("AWS_DEFAULT_REGION"));
    return Signer{*key, *secret, token, region.value_or("us-east-1")};
}

Fields signing_headers(
    const Signer& signer,
    std::string_view method,
    std::string_view target,
    std::string_view authority,
    std::string_view body,
    Instant now
) {
    const Fields headers{{"Host", std::string{authority}}};
    const std::string payload_sha256 = sigv4::sha256_hex(body);
    sigv4::Credential credential{signer.access_key_id, signer.secret_access_key, {}, {}};
    if (signer.session_token) credential.session_token = *signer.session_token;
    return sigv4::sign({method, target, headers, payload_sha256}, credential, {signer.region}, now);
}

}  // namespace postern::client
