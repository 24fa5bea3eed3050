#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern::bench {

/// `payload` as one masked text frame (RFC 6455 §5.2). The masking key is fixed, which a load
/// generator may do: the server has to unmask all the same.
[[nodiscard]] std::string masked_text_frame(std::string_view payload);

/// One unmasked frame from a server.
struct ServerFrame {
    unsigned opcode = 0;
    bool is_final = true;
    std::string_view payload;
    /// Header and payload together.
    std::size_t wire_bytes = 0;
};

/// The frame at the front of `bytes`, or nothing while it is incomplete.
[[nodiscard]] std::optional<ServerFrame> front_frame(std::string_view bytes) noexcept;

}  // namespace postern::bench
