#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Frames as a client sends them (masked with a fixed key) and as it must receive them.
namespace postern::tests::client_frames {

inline std::string header(int first, bool is_masked, std::size_t size) {
    std::string out(1, static_cast<char>(first));
    const int mask_bit = is_masked ? 0x80 : 0;
    if (size < 126) {
        out.push_back(static_cast<char>(mask_bit | static_cast<int>(size)));
    } else {
        out.push_back(static_cast<char>(mask_bit | 126));
        out.push_back(static_cast<char>(size >> 8U));
        out.push_back(static_cast<char>(size & 0xffU));
    }
    return out;
}

inline std::string masked(int opcode, std::string_view payload) {
    constexpr std::string_view key = "\x11\x22\x33\x44";
    std::string out = header(0x80 | opcode, true, payload.size());
    out.append(key);
    for (std::size_t i = 0; i < payload.size(); ++i) {
        out.push_back(static_cast<char>(payload[i] ^ key[i % 4]));
    }
    return out;
}

inline std::string close_payload(int code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return payload.append(reason);
}

inline std::string text(std::string_view payload) {
    return masked(1, payload);
}
inline std::string binary(std::string_view payload) {
    return masked(2, payload);
}
inline std::string ping(std::string_view payload) {
    return masked(9, payload);
}
inline std::string close() {
    return masked(8, "");
}
inline std::string close(int code, std::string_view reason = {}) {
    return masked(8, close_payload(code, reason));
}
/// Announces a text frame of `size` bytes (below 64 KB) without bringing its payload.
inline std::string oversized_frame_header(std::size_t size) {
    return header(0x81, true, size).append("mask");
}

inline std::string server_text(std::string_view payload) {
    return header(0x81, false, payload.size()).append(payload);
}
inline std::string server_pong(std::string_view payload) {
    return header(0x8a, false, payload.size()).append(payload);
}
inline std::string server_close() {
    return header(0x88, false, 0);
}
inline std::string server_close(int code, std::string_view reason = {}) {
    const std::string payload = close_payload(code, reason);
    return header(0x88, false, payload.size()).append(payload);
}
/// Code of a Close frame, whatever its reason.
inline std::string server_close_prefix(int code) {
    return close_payload(code, {});
}

}  // namespace postern::tests::client_frames
