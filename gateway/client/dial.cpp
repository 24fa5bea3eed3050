#include "gateway/client/dial.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <openssl/ssl.h>

namespace postern::client {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Named once: a temporary in an await statement is what g++ 12.2 may destroy twice.
constexpr auto with_error = asio::as_tuple(asio::deferred);

std::string cannot_connect(const Url& url, const Deadline& deadline, const error_code& error) {
    std::string problem = "cannot connect to " + url.origin + ": ";
    problem += deadline.has_passed() ? "no answer in time" : error.message();
    return problem + "; check the address and that the gateway is running";
}

}  // namespace

Deadline::Deadline(Socket::lowest_layer_type& socket, std::chrono::seconds limit)
    : timer_(socket.get_executor(), limit) {
    timer_.async_wait([this, &socket](const error_code& error) {
        if (error) return;
        has_passed_ = true;
        error_code ignored;
        socket.close(ignored);
    });
}

std::variant<asio::ssl::context, std::string> make_tls_context(const TlsTrust& trust) {
    asio::ssl::context context{asio::ssl::context::tls_client};
    if (trust.verification == TlsTrust::Verification::none) {
        context.set_verify_mode(asio::ssl::verify_none);
        return context;
    }
    context.set_verify_mode(asio::ssl::verify_peer);
    error_code error;
    if (trust.ca_file) {
        context.load_verify_file(*trust.ca_file, error);
    } else {
        context.set_default_verify_paths(error);
    }
    if (error) {
        return "cannot read trusted certificates from " +
               trust.ca_file.value_or("the system's store") + ": " + error.message() +
               "; --ca names a PEM file";
    }
    return context;
}

asio::awaitable<std::string> dial(Socket& socket, const Url& url, const Deadline& deadline) {
    asio::ip::tcp::resolver resolver{socket.get_executor()};
    const std::string port = std::to_string(url.port);
    const auto [resolve_error, endpoints] =
        co_await resolver.async_resolve(url.host, port, with_error);
    if (resolve_error || deadline.has_passed()) {
        co_return cannot_connect(url, deadline, resolve_error);
    }
    const auto [connect_error, endpoint] =
        co_await asio::async_connect(socket, endpoints, with_error);
    if (connect_error || deadline.has_passed()) {
        co_return cannot_connect(url, deadline, connect_error);
    }
    error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
    co_return std::string{};
}

asio::awaitable<std::string> dial(TlsStream& stream, const Url& url, const Deadline& deadline) {
    std::string problem = co_await dial(stream.next_layer(), url, deadline);
    if (!problem.empty()) co_return problem;

    error_code not_an_address;
    asio::ip::make_address(url.host, not_an_address);
    // Server name indication is for names only (RFC 6066 §3).
    if (not_an_address) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
    const auto [tls_error] =
        co_await stream.async_handshake(asio::ssl::stream_base::client, with_error);
    if (!tls_error) co_return std::string{};
    if (deadline.has_passed()) co_return cannot_connect(url, deadline, tls_error);
    problem = "cannot open TLS with " + url.origin + ": " + tls_error.message();
    if (SSL_get_verify_result(stream.native_handle()) != X509_V_OK) {
        problem += "; --ca FILE names certificates to trust, --insecure trusts any";
    }
    co_return problem;
}

}  // namespace postern::client
