#include "tests/bench/load/frames.hpp"

#include <array>
#include <cstdint>

namespace postern::bench {

namespace {

constexpr std::array<unsigned char, 4> masking_key{0x37, 0xfa, 0x21, 0x3d};

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
    for (unsigned shift = bytes * 8; shift > 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> (shift - 8)));
    }
}

std::uint64_t read_big_endian(std::string_view bytes) noexcept {
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    return value;
}

}  // namespace

std::string masked_text_frame(std::string_view payload) {
    std::string frame = "\x81";
    if (payload.size() < 126) {
        frame.push_back(static_cast<char>(0x80 | payload.size()));
    } else if (payload.size() <= 0xffff) {
        frame.push_back(static_cast<char>(0x80 | 126));
        append_big_endian(frame, payload.size(), 2);
    } else {
        frame.push_back(static_cast<char>(0x80 | 127));
        append_big_endian(frame, payload.size(), 8);
    }
    frame.append(masking_key.begin(), masking_key.end());
    for (std::size_t index = 0; index < payload.size(); ++index) {
        frame.push_back(static_cast<char>(payload[index] ^ masking_key[index % 4]));
    }
    return frame;
}

std::optional<ServerFrame> front_frame(std::string_view bytes) noexcept {
    if (bytes.size() < 2) {
        return std::nullopt;
    }
    std::size_t header_bytes = 2;
    std::uint64_t payload_bytes = static_cast<unsigned char>(bytes[1]) & 0x7fU;
    if (payload_bytes >= 126) {
        const std::size_t length_bytes = payload_bytes == 126 ? 2 : 8;
        header_bytes += length_bytes;
        if (bytes.size() < header_bytes) {
            return std::nullopt;
        }
        payload_bytes = read_big_endian(bytes.substr(2, length_bytes));
    }
    if (bytes.size() - header_bytes < payload_bytes) {
        return std::nullopt;
    }
    const auto first = static_cast<unsigned char>(bytes[0]);
    return ServerFrame{
        .opcode = first & 0x0fU,
        .is_final = (first & 0x80U) != 0,
        .payload = bytes.substr(header_bytes, payload_bytes),
        .wire_bytes = header_bytes + payload_bytes,
    };
}

}  // namespace postern::bench
