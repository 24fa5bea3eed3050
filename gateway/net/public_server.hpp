#pragma once

#include "gateway/core/api/address.hpp"
#include "gateway/net/http_connection.hpp"
#include "gateway/net/listener.hpp"
#include "gateway/net/tls.hpp"
#include "gateway/pipeline/callback.hpp"
#include "gateway/ports/connections.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace postern::net {

class Shard;

/// The public port on one shard: tells TLS from plain text, answers `/ping` and `@connections`, and
/// turns accepted handshakes into WebSocket sessions. Shard only.
class PublicServer {
public:
    struct Setup {
        pipeline::CallbackAccess access;
        TlsContext tls;
        bool is_tls_only = false;
    };

    PublicServer(
        Shard& shard,
        std::unique_ptr<Listener> listener,
        ports::Connections& connections,
        Setup setup
    );

    void start();
    void stop_accepting() { listener_->stop(); }
    /// Certificates for connections from now on.
    void use(TlsContext tls) { setup_.tls = std::move(tls); }
    /// Credentials for requests from now on.
    void use(pipeline::CallbackAccess access) { setup_.access = std::move(access); }
    [[nodiscard]] Listener::Endpoint endpoint() const { return listener_->endpoint(); }

private:
    struct Peer {
        std::string address;
        bool is_tls = false;
    };

    boost::asio::awaitable<void> serve(Transport transport, Listener::Endpoint peer);
    boost::asio::awaitable<bool> begin_tls(HttpConnection& connection);
    /// Answers one request; false when the connection ends or has become a WebSocket.
    boost::asio::awaitable<bool> answer(
        HttpConnection& connection, HttpRequest& request, const Peer& peer
    );
    boost::asio::awaitable<bool> connect(
        HttpConnection& connection,
        HttpRequest& request,
        const Peer& peer,
        const ResolvedAddress& address
    );
    boost::asio::awaitable<bool> call_back(
        HttpConnection& connection, HttpRequest& request, const ResolvedAddress& address
    );
    boost::asio::awaitable<bool> send(
        HttpConnection& connection,
        const HttpRequest& request,
        const HttpAnswer& answer,
        std::string_view extra_headers
    );
    boost::asio::awaitable<void> refuse(HttpConnection& connection, HttpRead reason);

    Shard& shard_;
    std::unique_ptr<Listener> listener_;
    ports::Connections& connections_;
    Setup setup_;
};

}  // namespace postern::net
