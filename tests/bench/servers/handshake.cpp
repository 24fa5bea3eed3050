#include "tests/bench/servers/handshake.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace postern::bench {

std::string upgrade_response(std::string_view request) {
    constexpr std::string_view header = "Sec-WebSocket-Key: ";
    const auto begin = request.find(header);
    if (begin == std::string_view::npos) {
        throw std::runtime_error("not an upgrade request");
    }
    const auto key = request.substr(begin + header.size());
    std::string keyed(key.substr(0, key.find('\r')));
    keyed += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3

    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(keyed.data(), keyed.size(), digest.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> encoded{};
    const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           std::string(encoded.begin(), encoded.begin() + length) + "\r\n\r\n";
}

}  // namespace postern::bench
