#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace postern::websocket {

/// The low four bits of a frame's first byte (RFC 6455 §5.2).
enum class Opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10
};

[[nodiscard]] constexpr bool is_control(Opcode opcode) noexcept {
    return static_cast<std::uint8_t>(opcode) >= static_cast<std::uint8_t>(Opcode::close);
}

/// Largest payload of Close, Ping and Pong, in bytes (RFC 6455 §5.5).
inline constexpr std::size_t max_control_bytes = 125;

using Mask = std::array<char, 4>;

/// What stands before the payload of a client's frame.
struct FrameHeader {
    Opcode opcode = Opcode::continuation;
    bool is_final = false;
    bool has_rsv1 = false;
    /// Bytes of the header itself, 6 to 14.
    std::uint8_t size_bytes = 0;
    Mask mask{};
    /// Bytes of payload that follow, as announced.
    std::uint64_t length = 0;
};

/// Outcome of reading a header.
struct HeaderRead {
    enum class Kind : std::uint8_t { need_more, complete, violation };
    Kind kind = Kind::need_more;
    /// Which rule the header breaks, for Close 1002; a literal.
    std::string_view violation;
};

/// Reads the header at the front of `bytes` into `header` when it is complete, or says why it
/// cannot be one from a client whatever was agreed and whatever came before. RSV1 is left to the
/// caller, who knows the extensions.
[[nodiscard]] HeaderRead read_frame_header(std::string_view bytes, FrameHeader& header) noexcept;

/// Removes (or applies) `mask` in place; `position` is where `payload` begins within its frame.
void unmask(std::span<char> payload, const Mask& mask, std::uint64_t position) noexcept;

/// Whether a Close frame may carry `code`: RFC 6455 §7.4, and the registered 1012 to 1014.
[[nodiscard]] bool is_close_code(std::uint16_t code) noexcept;

}  // namespace postern::websocket
