#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace postern::websocket {

/// First byte's opcode of a data message.
enum class MessageKind : std::uint8_t { text = 1, binary = 2 };
enum class Compressed : bool { no, yes };

/// Bytes that `append_message` adds for a payload of that size.
[[nodiscard]] std::size_t encoded_size(std::size_t payload_bytes, std::size_t frame_bytes) noexcept;

/// Appends `payload` as one unmasked message, in frames of at most `frame_bytes` payload each. With
/// `Compressed::yes` the payload is already deflated and the first frame carries RSV1.
void append_message(
    std::string& out,
    std::string_view payload,
    std::size_t frame_bytes,
    MessageKind kind = MessageKind::text,
    Compressed compressed = Compressed::no
);

/// Appends a Close frame; `code` 1005 sends none. `reason` is cut to 123 bytes at a character
/// boundary.
void append_close(std::string& out, std::uint16_t code, std::string_view reason);

void append_ping(std::string& out, std::string_view payload);
void append_pong(std::string& out, std::string_view payload);

}  // namespace postern::websocket
