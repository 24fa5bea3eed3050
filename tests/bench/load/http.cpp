#include "tests/bench/load/http.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>
#include <string>
#include <utility>

namespace postern::bench {

namespace {

/// `Content-Length` in a response head; 0 when absent, since a keep-alive response without it and
/// without chunks has no body.
std::size_t content_length(std::string_view head) {
    constexpr std::string_view name = "\r\ncontent-length:";
    const auto begin =
        std::search(head.begin(), head.end(), name.begin(), name.end(), [](char left, char right) {
            return std::tolower(static_cast<unsigned char>(left)) == right;
        });
    if (begin == head.end()) {
        return 0;
    }
    auto value = head.substr(static_cast<std::size_t>(begin - head.begin()) + name.size());
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    std::size_t length = 0;
    std::from_chars(value.data(), value.data() + value.size(), length);
    return length;
}

}  // namespace

HttpConnection::HttpConnection(
    Loop& loop, std::uint16_t port, std::size_t index, OnResponse on_response
)
    : index_(index),
      on_response_(std::move(on_response)),
      socket_(loop, port, index, [this](std::string_view bytes) { return read(bytes); }) {}

std::size_t HttpConnection::read(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return 0;
    }
    const auto head = bytes.substr(0, end + 2);
    const auto size = end + 4 + content_length(head);
    if (bytes.size() < size) {
        return 0;
    }
    constexpr std::string_view version = "HTTP/1.1 ";
    unsigned status = 0;
    if (head.starts_with(version)) {
        std::from_chars(head.data() + version.size(), head.data() + head.size(), status);
    }
    if (status == 0) {
        throw std::runtime_error("not an HTTP response: " + std::string(head));
    }
    on_response_(*this, status, bytes.substr(end + 4, size - end - 4));
    return size;
}

}  // namespace postern::bench
