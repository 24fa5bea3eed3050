#pragma once

#include "gateway/net/http_connection.hpp"
#include "gateway/net/listener.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

namespace postern::net {

class Shard;

/// The admin port, for whoever operates the gateway: `/healthz`, `/readyz` and `/metrics`. Shard
/// only.
class AdminServer {
public:
    struct Questions {
        /// Whether new connections are welcome: not while draining.
        std::function<bool()> is_ready;
        /// The metrics page in Prometheus' text format.
        std::function<std::string()> metrics;
    };

    AdminServer(Shard& shard, std::unique_ptr<Listener> listener, Questions questions);

    void start();
    void stop_accepting() { listener_->stop(); }
    [[nodiscard]] Listener::Endpoint endpoint() const { return listener_->endpoint(); }

private:
    boost::asio::awaitable<void> serve(Transport transport);
    [[nodiscard]] std::string answer(const HttpRequest& request) const;

    Shard& shard_;
    std::unique_ptr<Listener> listener_;
    Questions questions_;
};

}  // namespace postern::net
