#pragma once

#include "gateway/core/websocket/deflate_offer.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace postern::websocket {

enum class Inflated { complete, too_big, corrupt };

/// Decompresses the messages of one client (RFC 7692 §7.2.2). About 44 KB once used with a 15-bit
/// window.
class Inflater {
public:
    /// `window_bits` is the client's, 8 to 15; a larger one always works.
    explicit Inflater(int window_bits);
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Appends the inflated form of `payload` (a whole message, trailer removed) to `out`, at most
    /// `max_bytes` of it. After anything but `complete` only `reset` makes it usable again.
    [[nodiscard]] Inflated inflate(
        std::string_view payload, std::size_t max_bytes, std::string& out
    );
    /// Forgets what earlier messages taught it (no context takeover).
    void reset() noexcept;

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

/// Compresses messages for any client: every message stands alone, so one compressor serves all
/// connections of a thread and no connection keeps a context. Always legal, whatever takeover was
/// agreed.
class Deflater {
public:
    Deflater();
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    /// The deflated form of `message` for a client whose window has `window_bits`, trailer removed;
    /// valid until the next call. Nothing when it would not be shorter than `message` or no stream
    /// for that window exists (8 bits).
    [[nodiscard]] std::optional<std::string_view> deflate(
        std::string_view message, int window_bits
    );

private:
    struct Streams;
    std::unique_ptr<Streams> streams_;
};

}  // namespace postern::websocket
