#pragma once

#include "tests/bench/load/socket.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace postern::bench {

/// A keep-alive HTTP/1.1 connection that sends the next request when the last was answered.
class HttpConnection {
public:
    /// `status` and `body` of a response.
    using OnResponse = std::function<void(HttpConnection&, unsigned status, std::string_view body)>;

    HttpConnection(Loop& loop, std::uint16_t port, std::size_t index, OnResponse on_response);

    /// Sends a complete request, head and body.
    void send_request(std::string_view request) { socket_.send(request); }
    [[nodiscard]] std::size_t index() const noexcept { return index_; }

private:
    std::size_t read(std::string_view bytes);

    std::size_t index_;
    OnResponse on_response_;
    Socket socket_;
};

}  // namespace postern::bench
