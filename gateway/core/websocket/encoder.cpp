#include "gateway/core/websocket/encoder.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/websocket/frame.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace postern::websocket {
namespace {

constexpr std::uint16_t no_status = 1005;
constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t rsv1_bit = 0x40;

char low_byte(std::size_t value) noexcept {
    return static_cast<char>(value & 0xFF);
}

/// Bytes of an unmasked header before `payload_bytes` (RFC 6455 §5.2).
std::size_t header_size(std::size_t payload_bytes) noexcept {
    if (payload_bytes <= 125) return 2;
    return payload_bytes <= 0xFFFF ? 4 : 10;
}

void append_frame(std::string& out, std::uint8_t first_byte, std::string_view payload) {
    std::array<char, 10> header{static_cast<char>(first_byte)};
    const std::size_t size = header_size(payload.size());
    if (size == 2) {
        header[1] = low_byte(payload.size());
    } else {
        header[1] = size == 4 ? 126 : 127;
        for (std::size_t i = size - 1, rest = payload.size(); i >= 2; --i, rest >>= 8)
            header[i] = low_byte(rest);
    }
    out.append(header.data(), size).append(payload);
}

void append_control(std::string& out, Opcode opcode, std::string_view payload) {
    assert(payload.size() <= max_control_bytes);
    append_frame(
        out, static_cast<std::uint8_t>(final_bit | static_cast<std::uint8_t>(opcode)), payload
    );
}

}  // namespace

std::size_t encoded_size(std::size_t payload_bytes, std::size_t frame_bytes) noexcept {
    assert(frame_bytes > 0);
    const std::size_t full_frames = payload_bytes / frame_bytes;
    const std::size_t rest = payload_bytes % frame_bytes;
    const bool has_short_frame = rest > 0 || payload_bytes == 0;
    return payload_bytes + full_frames * header_size(frame_bytes) +
           (has_short_frame ? header_size(rest) : 0);
}

void append_message(
    std::string& out,
    std::string_view payload,
    std::size_t frame_bytes,
    MessageKind kind,
    Compressed compressed
) {
    assert(frame_bytes > 0);
    auto first_byte = static_cast<unsigned>(kind);
    if (compressed == Compressed::yes) first_byte |= rsv1_bit;
    do {
        const std::string_view part = payload.substr(0, frame_bytes);
        payload.remove_prefix(part.size());
        if (payload.empty()) first_byte |= final_bit;
        append_frame(out, static_cast<std::uint8_t>(first_byte), part);
        first_byte = static_cast<unsigned>(Opcode::continuation);
    } while (!payload.empty());
}

void append_close(std::string& out, std::uint16_t code, std::string_view reason) {
    if (code == no_status) return append_control(out, Opcode::close, {});
    std::string payload{low_byte(code >> 8), low_byte(code)};
    payload += utf8::truncate(reason, max_control_bytes - payload.size());
    append_control(out, Opcode::close, payload);
}

void append_ping(std::string& out, std::string_view payload) {
    append_control(out, Opcode::ping, payload);
}

void append_pong(std::string& out, std::string_view payload) {
    append_control(out, Opcode::pong, payload);
}

}  // namespace postern::websocket
