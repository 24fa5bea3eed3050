#pragma once

#include "gateway/net/transport.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace postern::net {

/// Whether several listeners may share a port, as those of the shards do.
enum class PortSharing { exclusive, shared };

/// Accepts connections on one address. Shard only.
class Listener {
public:
    using Endpoint = boost::asio::ip::tcp::endpoint;
    /// Takes a new non-blocking connection with `TCP_NODELAY`, and the peer's address.
    using OnAccept = std::function<void(Transport, const Endpoint&)>;
    using OnTrouble = std::function<void(const std::string&)>;

    /// Binds and listens at once; throws `boost::system::system_error` if that cannot be.
    Listener(boost::asio::io_context& io, const Endpoint& endpoint, PortSharing sharing);

    /// Accepts from now on. `on_trouble` gets a line when descriptors run out; accepting then
    /// pauses for a moment.
    void start(OnAccept on_accept, OnTrouble on_trouble);
    /// Accepts no more and frees the port.
    void stop();

    /// The bound address, with the real port where 0 was asked for.
    [[nodiscard]] Endpoint endpoint() const { return acceptor_.local_endpoint(); }

private:
    void wait();
    void accept_all();
    void pause();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    OnAccept on_accept_;
    OnTrouble on_trouble_;
};

/// Throws `boost::system::system_error` when somebody else already listens on `endpoint`. Shared
/// listeners of another process would otherwise quietly take part of our connections.
void require_free_port(boost::asio::io_context& io, const Listener::Endpoint& endpoint);

}  // namespace postern::net
