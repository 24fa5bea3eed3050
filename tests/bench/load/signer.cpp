#include "tests/bench/load/signer.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cctype>
#include <ctime>

namespace postern::bench {

namespace {

constexpr std::string_view service = "execute-api";
constexpr std::string_view signed_headers = "host;x-amz-date";

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text.push_back(digits[value >> 4]);
        text.push_back(digits[value & 15]);
    }
    return text;
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {digest.begin(), digest.begin() + size};
}

std::string hmac(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        digest.data(),
        &size
    );
    return {digest.begin(), digest.begin() + size};
}

/// The raw path encoded once more, which is how every AWS client signs for this service.
std::string canonical_path(std::string_view raw_path) {
    std::string text;
    for (const char byte : raw_path) {
        const auto value = static_cast<unsigned char>(byte);
        const bool is_plain = std::isalnum(value) != 0 ||
                              std::string_view("-._~/").find(byte) != std::string_view::npos;
        if (is_plain) {
            text.push_back(byte);
        } else {
            std::string code = hex({&byte, 1});
            for (char& digit : code) {
                digit = static_cast<char>(std::toupper(static_cast<unsigned char>(digit)));
            }
            text += '%' + code;
        }
    }
    return text;
}

std::string timestamp_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

}  // namespace

std::string Signer::headers(
    std::string_view raw_path, std::string_view host, std::string_view body
) {
    const std::string timestamp = timestamp_now();
    if (const std::string day = timestamp.substr(0, 8); day != day_) {
        day_ = day;
        key_ = hmac("AWS4" + identity_.secret_access_key, day_);
        key_ = hmac(hmac(hmac(key_, identity_.region), service), "aws4_request");
    }
    std::string canonical = "POST\n" + canonical_path(raw_path) + "\n\nhost:";
    canonical.append(host).append("\nx-amz-date:").append(timestamp).append("\n\n");
    canonical.append(signed_headers).append("\n").append(hex(sha256(body)));

    std::string scope = day_ + '/' + identity_.region + '/';
    scope.append(service).append("/aws4_request");
    std::string to_sign = "AWS4-HMAC-SHA256\n" + timestamp + '\n' + scope + '\n';
    to_sign += hex(sha256(canonical));

    std::string headers =
        "X-Amz-Date: " + timestamp + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=";
    headers += identity_.access_key_id + '/' + scope + ", SignedHeaders=";
    headers.append(signed_headers).append(", Signature=").append(hex(hmac(key_, to_sign)));
    return headers + "\r\n";
}

}  // namespace postern::bench
