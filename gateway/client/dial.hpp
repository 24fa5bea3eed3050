#pragma once

#include "gateway/client/tls_trust.hpp"
#include "gateway/client/url.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <string>
#include <variant>

namespace postern::client {

using Socket = boost::asio::ip::tcp::socket;
using TlsStream = boost::asio::ssl::stream<Socket>;

/// Closes a socket when its time is up, which ends whatever waits on it.
class Deadline {
public:
    /// `socket` must outlive this object and its executor's loop.
    Deadline(Socket::lowest_layer_type& socket, std::chrono::seconds limit);
    Deadline(Deadline&&) = delete;
    Deadline& operator=(Deadline&&) = delete;
    ~Deadline() = default;

    /// Lets the socket live.
    void stop() { timer_.cancel(); }
    [[nodiscard]] bool has_passed() const noexcept { return has_passed_; }

private:
    boost::asio::steady_timer timer_;
    bool has_passed_ = false;
};

/// A TLS client context that trusts as told, or what is wrong with the file of certificates.
[[nodiscard]] std::variant<boost::asio::ssl::context, std::string> make_tls_context(
    const TlsTrust& trust
);

/// Connects `socket` to the host and port of `url`; returns what went wrong, or an empty text.
/// Everything passed must outlive the coroutine.
[[nodiscard]] boost::asio::awaitable<std::string> dial(
    Socket& socket, const Url& url, const Deadline& deadline
);

/// The same, followed by a TLS handshake that asks for, and verifies, the host's name.
[[nodiscard]] boost::asio::awaitable<std::string> dial(
    TlsStream& stream, const Url& url, const Deadline& deadline
);

}  // namespace postern::client
