#include "tests/bench/load/websocket.hpp"

#include "tests/bench/load/frames.hpp"

#include <stdexcept>
#include <utility>

namespace postern::bench {

namespace {

// RFC 6455's own example; the answer to it is known, so it can be checked without computing it.
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view expected_accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

std::string upgrade_request(const Target& target) {
    std::string request = "GET " + target.path +
                          " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(target.port) +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ";
    request += key;
    if (target.is_deflate_offered) {
        request += "\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    }
    return request + "\r\n\r\n";
}

}  // namespace

WebSocket::WebSocket(Loop& loop, const Target& target, std::size_t index, OnMessage on_message)
    : index_(index),
      on_message_(std::move(on_message)),
      socket_(loop, target.port, index, [this](std::string_view bytes) { return read(bytes); }) {
    socket_.send(upgrade_request(target));
}

std::size_t WebSocket::read(std::string_view bytes) {
    std::size_t taken = 0;
    if (!is_open_) {
        taken = read_handshake(bytes);
    }
    if (is_open_ && taken < bytes.size()) {
        // What the messages make the caller send leaves with one system call.
        socket_.begin_collecting();
        taken += read_frames(bytes.substr(taken));
        socket_.end_collecting();
    }
    return taken;
}

std::size_t WebSocket::read_handshake(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return 0;
    }
    const auto head = bytes.substr(0, end);
    if (!head.starts_with("HTTP/1.1 101") || head.find(expected_accept) == std::string_view::npos) {
        throw std::runtime_error("handshake refused: " + std::string(head));
    }
    constexpr std::string_view id_header = "X-Connection-Id: ";
    if (const auto id = head.find(id_header); id != std::string_view::npos) {
        const auto begin = id + id_header.size();
        connection_id_ = head.substr(begin, head.find('\r', begin) - begin);
    }
    is_open_ = true;
    return end + 4;
}

std::size_t WebSocket::read_frames(std::string_view bytes) {
    std::size_t taken = 0;
    while (const auto frame = front_frame(bytes.substr(taken))) {
        taken += frame->wire_bytes;
        constexpr unsigned last_data_opcode = 2;
        if (frame->opcode > last_data_opcode) {
            constexpr unsigned close = 8;
            if (frame->opcode == close) {
                throw std::runtime_error(
                    "the server sent a Close: " + std::string(frame->payload.substr(0, 125))
                );
            }
            continue;
        }
        if (frame->is_final && fragments_.empty()) {
            on_message_(*this, frame->payload);
            continue;
        }
        fragments_.append(frame->payload);
        if (frame->is_final) {
            on_message_(*this, std::exchange(fragments_, {}));
        }
    }
    return taken;
}

}  // namespace postern::bench
