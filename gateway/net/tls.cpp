#include "gateway/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string>

namespace postern::net {
namespace {

std::string last_error() {
    std::array<char, 256> text{};
    const unsigned long code = ::ERR_get_error();
    if (code == 0) return "unknown reason";
    ::ERR_error_string_n(code, text.data(), text.size());
    ::ERR_clear_error();
    return text.data();
}

Problem problem(std::string where, const std::string& file, const char* what) {
    return {
        std::move(where),
        "cannot read " + std::string(what) + " \"" + file + "\": " + last_error() +
            "; give the path of a readable PEM file"};
}

}  // namespace

Loaded<TlsContext> load_tls(const TlsFiles& files) {
    ::ERR_clear_error();
    TlsContext context(::SSL_CTX_new(::TLS_server_method()), ::SSL_CTX_free);
    if (context == nullptr) return Problems{{"/server/tls", "cannot start TLS: " + last_error()}};
    ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_mode(
        context.get(),
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS
    );
    ::SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
    Problems problems;
    if (::SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
        problems.push_back(problem("/server/tls/certificate", files.certificate, "the certificate")
        );
    }
    if (::SSL_CTX_use_PrivateKey_file(context.get(), files.private_key.c_str(), SSL_FILETYPE_PEM) !=
        1) {
        problems.push_back(problem("/server/tls/privateKey", files.private_key, "the private key"));
    }
    if (problems.empty() && ::SSL_CTX_check_private_key(context.get()) != 1) {
        problems.push_back(
            {"/server/tls/privateKey",
             "the private key \"" + files.private_key +
                 "\" does not belong to the certificate; give the matching pair"}
        );
    }
    if (!problems.empty()) return problems;
    return context;
}

}  // namespace postern::net
