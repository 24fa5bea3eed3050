#include "gateway/net/listener.hpp"

#include <boost/asio/detail/socket_option.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace postern::net {
namespace asio = boost::asio;

namespace {

/// Asio has no public type for this option.
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int accepts_per_turn = 256;
constexpr std::chrono::milliseconds pause_when_exhausted{100};

Listener::Endpoint peer_of(const sockaddr_storage& address, socklen_t size) {
    Listener::Endpoint endpoint;
    if (size <= endpoint.capacity()) {
        std::memcpy(endpoint.data(), &address, size);
        endpoint.resize(size);
    }
    return endpoint;
}

}  // namespace

Listener::Listener(asio::io_context& io, const Endpoint& endpoint, PortSharing sharing)
    : acceptor_(io),
      pause_(io) {
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    if (sharing == PortSharing::shared) acceptor_.set_option(ReusePort(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(4'096);
    acceptor_.native_non_blocking(true);
}

void Listener::start(OnAccept on_accept, OnTrouble on_trouble) {
    on_accept_ = std::move(on_accept);
    on_trouble_ = std::move(on_trouble);
    wait();
}

void Listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

void Listener::wait() {
    acceptor_.async_wait(asio::socket_base::wait_read, [this](boost::system::error_code error) {
        if (!error) accept_all();
    });
}

void Listener::accept_all() {
    for (int i = 0; i < accepts_per_turn; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int fd = ::accept4(
            acceptor_.native_handle(),
            reinterpret_cast<sockaddr*>(&address
            ),  // NOLINT(*-reinterpret-cast): the socket API's own cast
            &size,
            SOCK_NONBLOCK | SOCK_CLOEXEC
        );
        if (fd < 0) {
            if (errno == ECONNABORTED || errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) break;
            pause();
            return;
        }
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        on_accept_(Transport(fd), peer_of(address, size));
    }
    if (acceptor_.is_open()) wait();
}

void Listener::pause() {
    on_trouble_(
        std::string("cannot accept connections: ") + std::strerror(errno) +
        "; raise the limit of open files (ulimit -n, LimitNOFILE) or close connections"
    );
    pause_.expires_after(pause_when_exhausted);
    pause_.async_wait([this](boost::system::error_code error) {
        if (!error && acceptor_.is_open()) wait();
    });
}

void require_free_port(asio::io_context& io, const Listener::Endpoint& endpoint) {
    if (endpoint.port() != 0) Listener(io, endpoint, PortSharing::exclusive);
}

}  // namespace postern::net
