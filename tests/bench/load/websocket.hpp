#pragma once

#include "tests/bench/load/socket.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace postern::bench {

/// Where the server is and how to connect to it.
struct Target {
    std::uint16_t port = 0;
    /// Path of the upgrade request, such as `/dev`.
    std::string path = "/dev";
    /// Offer permessage-deflate the way browsers do.
    bool is_deflate_offered = false;
};

/// A WebSocket client connection: handshake, then whole messages. Throws on anything else.
class WebSocket {
public:
    using OnMessage = std::function<void(WebSocket&, std::string_view payload)>;

    /// Begins the handshake. `index` is the caller's number for this connection.
    WebSocket(Loop& loop, const Target& target, std::size_t index, OnMessage on_message);

    /// Sends a frame made by `masked_text_frame`.
    void send_frame(std::string_view frame) { socket_.send(frame); }
    /// Ends without closing handshake.
    void close() noexcept { socket_.close(); }

    [[nodiscard]] bool is_open() const noexcept { return is_open_; }
    [[nodiscard]] std::size_t index() const noexcept { return index_; }
    /// The server's number for this connection when it told it in the handshake
    /// (`X-Connection-Id`), else empty.
    [[nodiscard]] const std::string& connection_id() const noexcept { return connection_id_; }

private:
    std::size_t read(std::string_view bytes);
    std::size_t read_handshake(std::string_view bytes);
    std::size_t read_frames(std::string_view bytes);

    std::size_t index_;
    OnMessage on_message_;
    bool is_open_ = false;
    std::string connection_id_;
    /// Frames of a message that is not complete yet.
    std::string fragments_;
    Socket socket_;
};

}  // namespace postern::bench
