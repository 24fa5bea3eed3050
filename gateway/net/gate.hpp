#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace postern::net {

/// Something one coroutine waits for and the same thread lets happen, before or during the wait.
class Gate {
public:
    explicit Gate(boost::asio::io_context& io)
        : never_(io, boost::asio::steady_timer::time_point::max()) {}

    void open() {
        is_open_ = true;
        never_.cancel();
    }

    [[nodiscard]] boost::asio::awaitable<void> wait() {
        while (!is_open_) {
            [[maybe_unused]] const auto woken =
                co_await never_.async_wait(boost::asio::as_tuple(boost::asio::deferred));
        }
    }

private:
    /// A timer that never fires is Asio's condition variable.
    boost::asio::steady_timer never_;
    bool is_open_ = false;
};

}  // namespace postern::net
