#include "gateway/core/auth/signed_claim.hpp"

#include "gateway/core/auth/canonical_request.hpp"
#include "gateway/core/encoding/percent.hpp"

#include <algorithm>
#include <array>

namespace postern::sigv4 {
namespace {

using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

// The value of the first parameter called `name`; an empty one counts as missing.
std::string_view value_of(const Parameters& parameters, std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& pair) {
        return pair.first == name;
    });
    return found == parameters.end() ? std::string_view{} : found->second;
}

std::optional<std::string> decoded_if_any(std::string_view value) {
    if (value.empty()) return std::nullopt;
    return percent::decode(value);
}

std::optional<std::string> trimmed_if_any(const std::string* value) {
    if (value == nullptr) return std::nullopt;
    return std::string{trimmed(*value)};
}

std::vector<std::string> header_names(std::string_view list) {
    std::vector<std::string> names;
    for (const std::string_view name : split(list, ';')) {
        if (!name.empty()) names.push_back(lower_case(name));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Refusal incomplete(std::string message) {
    return {"IncompleteSignatureException", std::move(message)};
}

// `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; blanks after commas are optional.
std::variant<SignedClaim, Refusal> read_header(
    const std::string& authorization, const Fields& headers
) {
    const std::string_view value = trimmed(authorization);
    const std::size_t blank = std::min(value.find_first_of(" \t"), value.size());
    // A single word is taken for a pair unless it names the algorithm.
    const bool has_algorithm = blank < value.size() || value.starts_with("AWS4-");
    Parameters parameters;
    for (const std::string_view part : split(has_algorithm ? value.substr(blank) : value, ',')) {
        const std::string_view pair = trimmed(part);
        if (pair.empty()) continue;
        const std::size_t equal_sign = pair.find('=');
        if (equal_sign == std::string_view::npos) {
            std::string message = "'";
            message.append(pair).append("' not a valid key=value pair (missing equal-sign) in ");
            message.append("Authorization header: '").append(authorization).append("'.");
            return incomplete(std::move(message));
        }
        parameters.emplace_back(pair.substr(0, equal_sign), pair.substr(equal_sign + 1));
    }

    std::string missing;
    for (const std::string_view name : {"Credential", "Signature", "SignedHeaders"}) {
        if (!value_of(parameters, name).empty()) continue;
        missing.append("Authorization header requires '").append(name).append("' parameter. ");
    }
    const std::string* date = find_header(headers, "x-amz-date");
    if (date == nullptr) date = find_header(headers, "date");
    if (date == nullptr) {
        missing +=
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
    }
    if (!missing.empty()) return incomplete(missing + "Authorization=" + authorization);

    SignedClaim claim;
    claim.algorithm = has_algorithm ? value.substr(0, blank) : std::string_view{};
    claim.credential = value_of(parameters, "Credential");
    claim.signed_headers = header_names(value_of(parameters, "SignedHeaders"));
    claim.signature = value_of(parameters, "Signature");
    claim.date = trimmed(*date);
    claim.security_token = trimmed_if_any(find_header(headers, "x-amz-security-token"));
    claim.content_sha256 = trimmed_if_any(find_header(headers, "x-amz-content-sha256"));
    return claim;
}

Parameters query_parameters(std::string_view query) {
    Parameters parameters;
    for (const std::string_view part : split(query, '&')) {
        const std::size_t equal_sign = std::min(part.find('='), part.size());
        const std::string_view value = part.substr(std::min(equal_sign + 1, part.size()));
        parameters.emplace_back(part.substr(0, equal_sign), value);
    }
    return parameters;
}

std::variant<SignedClaim, Refusal> read_query(const Parameters& parameters, const Fields& headers) {
    constexpr std::array<std::string_view, 5> required{
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Signature",
        "X-Amz-SignedHeaders",
        "X-Amz-Date"};
    std::string missing;
    for (const std::string_view name : required) {
        if (!value_of(parameters, name).empty()) continue;
        missing.append("AWS query-string parameters must include '").append(name).append("'. ");
    }
    if (!missing.empty()) return incomplete(missing + "Re-examine the query-string parameters.");

    const auto decoded = [&](std::string_view name) {
        return percent::decode(value_of(parameters, name));
    };
    SignedClaim claim;
    claim.algorithm = decoded("X-Amz-Algorithm");
    claim.credential = decoded("X-Amz-Credential");
    claim.signed_headers = header_names(decoded("X-Amz-SignedHeaders"));
    claim.signature = decoded("X-Amz-Signature");
    claim.date = decoded("X-Amz-Date");
    claim.security_token = decoded_if_any(value_of(parameters, "X-Amz-Security-Token"));
    claim.expires = decoded_if_any(value_of(parameters, "X-Amz-Expires"));
    claim.content_sha256 = decoded_if_any(value_of(parameters, "X-Amz-Content-Sha256"));
    if (!claim.content_sha256) {
        claim.content_sha256 = trimmed_if_any(find_header(headers, "x-amz-content-sha256"));
    }
    return claim;
}

}  // namespace

std::variant<SignedClaim, Refusal> read_claim(const Request& request) {
    if (const std::string* authorization = find_header(request.headers, "authorization")) {
        return read_header(*authorization, request.headers);
    }
    const Parameters parameters = query_parameters(query_of(request.target));
    const bool is_presigned =
        std::any_of(parameters.begin(), parameters.end(), [](const auto& pair) {
            return pair.first == "X-Amz-Signature";
        });
    if (is_presigned) return read_query(parameters, request.headers);
    return Refusal{"MissingAuthenticationTokenException", "Missing Authentication Token"};
}

}  // namespace postern::sigv4
