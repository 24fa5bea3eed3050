#include "gateway/core/auth/signing_key.hpp"

#include "gateway/core/auth/sigv4.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>

namespace postern::sigv4 {
namespace {

template <auto free_function>
struct Free {
    template <class T>
    void operator()(T* object) const noexcept {
        free_function(object);
    }
};

using DigestAlgorithm = std::unique_ptr<EVP_MD, Free<EVP_MD_free>>;
using MacAlgorithm = std::unique_ptr<EVP_MAC, Free<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free<EVP_MAC_CTX_free>>;

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string("libcrypto cannot ") + what);
}

// Looked up once: OpenSSL 3 searches its providers, under a lock, whenever an algorithm is named.
const EVP_MD* sha256_algorithm() {
    static const DigestAlgorithm algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    if (!algorithm) fail("provide SHA-256");
    return algorithm.get();
}

MacContext make_hmac_sha256() {
    const MacAlgorithm algorithm{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    MacContext context{EVP_MAC_CTX_new(algorithm.get())};
    std::string digest_name = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
        OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1) {
        fail("provide HMAC-SHA256");
    }
    return context;
}

// A chain of HMACs, each keyed with the one before.
class HmacChain {
public:
    explicit HmacChain(std::string_view first_key) : context_(copy_of_prototype()) {
        key_with(reinterpret_cast<const unsigned char*>(first_key.data()), first_key.size());
    }

    const Digest& then(std::string_view text) {
        if (keyed_with_digest_) key_with(digest_.data(), digest_.size());
        keyed_with_digest_ = true;
        std::size_t size = 0;
        const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
        if (EVP_MAC_update(context_.get(), bytes, text.size()) != 1 ||
            EVP_MAC_final(context_.get(), digest_.data(), &size, digest_.size()) != 1) {
            fail("compute HMAC-SHA256");
        }
        return digest_;
    }

private:
    static MacContext copy_of_prototype() {
        static const MacContext prototype = make_hmac_sha256();
        MacContext copy{EVP_MAC_CTX_dup(prototype.get())};
        if (!copy) fail("copy an HMAC context");
        return copy;
    }

    void key_with(const unsigned char* key, std::size_t size) {
        if (EVP_MAC_init(context_.get(), key, size, nullptr) != 1) fail("key HMAC-SHA256");
    }

    MacContext context_;
    Digest digest_{};
    bool keyed_with_digest_ = false;
};

}  // namespace

std::string to_hex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(digest.size() * 2);
    for (const unsigned char byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

std::string sha256_hex(std::string_view bytes) {
    Digest digest{};
    if (EVP_Digest(
            bytes.data(), bytes.size(), digest.data(), nullptr, sha256_algorithm(), nullptr
        ) != 1) {
        fail("compute SHA-256");
    }
    return to_hex(digest);
}

std::string KeyScope::text() const {
    std::string text;
    text.reserve(date.size() + region.size() + service.size() + 15);
    text.append(date).append("/").append(region).append("/").append(service);
    text += "/aws4_request";
    return text;
}

std::string signature(
    std::string_view secret_access_key, const KeyScope& scope, std::string_view string_to_sign
) {
    std::string first_key = "AWS4";
    first_key += secret_access_key;
    HmacChain chain{first_key};
    OPENSSL_cleanse(first_key.data(), first_key.size());
    chain.then(scope.date);
    chain.then(scope.region);
    chain.then(scope.service);
    chain.then("aws4_request");
    return to_hex(chain.then(string_to_sign));
}

}  // namespace postern::sigv4
