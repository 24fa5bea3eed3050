#include "gateway/core/auth/canonical_request.hpp"
#include "gateway/core/auth/signed_claim.hpp"
#include "gateway/core/auth/signing_key.hpp"
#include "gateway/core/auth/sigv4.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace postern::sigv4 {
namespace {

using std::chrono::seconds;

constexpr seconds longest_presigned{604'800};
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";

Refusal invalid(std::string message) {
    return {"InvalidSignatureException", std::move(message)};
}

Refusal incomplete(std::string message) {
    return {"IncompleteSignatureException", std::move(message)};
}

// The length of a secret is no secret; its bytes are.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// The five parts of `Credential`, named.
struct CredentialScope {
    std::string_view access_key_id;
    KeyScope key;
    std::string_view terminator;
};

std::optional<CredentialScope> parse_credential(std::string_view text) {
    std::array<std::string_view, 5> parts;
    for (std::string_view& part : parts) {
        const bool is_last = &part == &parts.back();
        const std::size_t slash = text.find('/');
        if ((slash == std::string_view::npos) != is_last) return std::nullopt;
        part = text.substr(0, slash);
        if (!is_last) text.remove_prefix(slash + 1);
    }
    return CredentialScope{parts[0], {parts[1], parts[2], parts[3]}, parts[4]};
}

std::optional<seconds> parse_expires(std::string_view text) {
    std::int64_t count = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc{} || stop != end) return std::nullopt;
    if (count < 1 || count > longest_presigned.count()) return std::nullopt;
    return seconds{count};
}

// `5 min.`, or `301 sec.` where minutes would be untrue.
std::string spoken(seconds duration) {
    if (duration.count() % 60 != 0) return std::to_string(duration.count()) + " sec.";
    return std::to_string(duration.count() / 60) + " min.";
}

std::optional<Refusal> check_time(const SignedClaim& claim, const Scope& scope, Instant instant) {
    const std::optional<Instant> signed_at = parse_sigv4_time(claim.date);
    if (!signed_at) {
        return incomplete(
            "Date must be in ISO-8601 'basic format'. Got '" + claim.date +
            "'. See http://en.wikipedia.org/wiki/ISO_8601"
        );
    }
    seconds lifetime = scope.skew;
    if (claim.expires) {
        const std::optional<seconds> expires = parse_expires(*claim.expires);
        if (!expires) {
            return incomplete(
                "X-Amz-Expires must be a number of seconds from 1 to 604800. Got '" +
                *claim.expires + "'."
            );
        }
        lifetime = *expires;
    }
    // Whole seconds, as `X-Amz-Date` has them, or the message would contradict itself.
    const Instant now = std::chrono::floor<seconds>(instant);
    if (*signed_at < now - lifetime) {
        return invalid(
            "Signature expired: " + claim.date + " is now earlier than " +
            sigv4_time(now - lifetime) + " (" + sigv4_time(now) + " - " + spoken(lifetime) + ")"
        );
    }
    if (*signed_at > now + scope.skew) {
        return invalid(
            "Signature not yet current: " + claim.date + " is still later than " +
            sigv4_time(now + scope.skew) + " (" + sigv4_time(now) + " + " + spoken(scope.skew) + ")"
        );
    }
    return std::nullopt;
}

std::optional<Refusal> check_form(const SignedClaim& claim) {
    const auto& names = claim.signed_headers;
    if (std::find(names.begin(), names.end(), "host") == names.end()) {
        return invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (claim.algorithm != "AWS4-HMAC-SHA256") {
        return incomplete(
            "Unsupported AWS 'algorithm': '" + claim.algorithm +
            "' (only AWS4-HMAC-SHA256 for now). "
        );
    }
    return std::nullopt;
}

std::optional<Refusal> check_scope(
    const CredentialScope& claimed, const SignedClaim& claim, const Scope& scope
) {
    std::string message;
    if (claimed.key.region != scope.region) {
        message.append("Credential should be scoped to a valid region, not '");
        message.append(claimed.key.region).append("'. ");
    }
    if (claimed.key.service != scope.service) {
        message.append("Credential should be scoped to correct service: '");
        message.append(scope.service).append("'. ");
    }
    if (claimed.terminator != "aws4_request") {
        message.append("Credential should be scoped with a valid terminator: 'aws4_request', not '"
        );
        message.append(claimed.terminator).append("'. ");
    }
    const std::string day = claim.date.substr(0, 8);
    if (claimed.key.date != day) {
        message.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
        );
        message.append("date from HTTP: '").append(claimed.key.date).append("' != '").append(day);
        message.append("', from '").append(claim.date).append("'.");
    }
    if (message.empty()) return std::nullopt;
    return invalid(std::move(message));
}

std::optional<Refusal> check_signature(
    const Request& request,
    const SignedClaim& claim,
    const KeyScope& key,
    std::string_view secret_access_key
) {
    const bool is_unsigned = claim.content_sha256 == unsigned_payload;
    const std::string_view payload = is_unsigned ? unsigned_payload : request.payload_sha256;
    const bool is_body_as_claimed =
        !claim.content_sha256 || is_unsigned || *claim.content_sha256 == request.payload_sha256;

    const auto canonical_form = [&](PathForm form) {
        return canonical_request(request, claim.signed_headers, payload, form);
    };
    const auto is_signature_of = [&](std::string_view text) {
        return equal_in_constant_time(signature(secret_access_key, key, text), claim.signature);
    };
    const std::string scope = key.text();
    const std::string canonical = canonical_form(PathForm::encoded_again);
    const std::string to_sign = string_to_sign(claim.date, scope, canonical);
    if (is_body_as_claimed) {
        if (is_signature_of(to_sign)) return std::nullopt;
        // Clients other than the SDKs were seen to encode the path once only.
        const std::string other = canonical_form(PathForm::decoded_first);
        if (other != canonical && is_signature_of(string_to_sign(claim.date, scope, other))) {
            return std::nullopt;
        }
    }
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details."
        "\n\nThe Canonical String for this request should have been\n'" +
        canonical + "'\n\nThe String-to-Sign should have been\n'" + to_sign + "'\n"
    );
}

std::optional<Refusal> check_token(
    const SignedClaim& claim, const Credential& credential, Instant now
) {
    const bool is_right =
        credential.session_token
            ? claim.security_token &&
                  equal_in_constant_time(*claim.security_token, *credential.session_token)
            : !claim.security_token;
    if (!is_right) {
        return Refusal{
            "UnrecognizedClientException", "The security token included in the request is invalid"};
    }
    if (credential.expiration && *credential.expiration <= now) {
        return Refusal{
            "ExpiredTokenException", "The security token included in the request is expired"};
    }
    return std::nullopt;
}

}  // namespace

std::variant<std::string, Refusal> verify(
    const Request& request,
    const std::vector<Credential>& credentials,
    const Scope& scope,
    Instant now
) {
    auto read = read_claim(request);
    if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
    const SignedClaim& claim = std::get<SignedClaim>(read);
    if (auto refusal = check_time(claim, scope, now)) return *std::move(refusal);
    if (auto refusal = check_form(claim)) return *std::move(refusal);

    const std::optional<CredentialScope> claimed = parse_credential(claim.credential);
    if (!claimed) {
        return incomplete(
            "Credential must have exactly 5 slash-delimited elements, e.g. "
            "keyid/date/region/service/term, got '" +
            claim.credential + "'"
        );
    }
    if (auto refusal = check_scope(*claimed, claim, scope)) return *std::move(refusal);

    const auto credential =
        std::find_if(credentials.begin(), credentials.end(), [&](const Credential& candidate) {
            return candidate.access_key_id == claimed->access_key_id;
        });
    if (credential == credentials.end()) {
        return Refusal{
            "UnrecognizedClientException",
            "The security token included in the request is invalid."};
    }
    if (auto refusal =
            check_signature(request, claim, claimed->key, credential->secret_access_key)) {
        return *std::move(refusal);
    }
    if (auto refusal = check_token(claim, *credential, now)) return *std::move(refusal);
    return std::string{claimed->access_key_id};
}

}  // namespace postern::sigv4
