#include "gateway/core/websocket/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <new>

namespace postern::websocket {
namespace {

constexpr int min_window_bits = 9;
constexpr int max_window_bits = 15;

/// End of every flushed stream; removed from messages on the wire (RFC 7692 §7.2.1).
constexpr std::string_view trailer{"\x00\x00\xFF\xFF", 4};

/// Least room offered to zlib at a time, in bytes.
constexpr std::size_t min_step_bytes = 512;

/// Small messages are the rule, and preparing a stream clears its hash table: 8 KB at this level
/// instead of 64 KB at zlib's default.
constexpr int memory_level = 5;

void require(int zlib_result) {
    // Parameters are ours and in range, so memory is the only thing that can be missing.
    if (zlib_result != Z_OK) throw std::bad_alloc();
}

/// zlib's input pointer is not const by default, though it never writes through it.
Bytef* readable(std::string_view bytes) noexcept {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

Bytef* writable(char* bytes) noexcept {
    return reinterpret_cast<Bytef*>(bytes);
}

}  // namespace

struct Inflater::Stream {
    z_stream z{};

    explicit Stream(int window_bits) { require(inflateInit2(&z, -window_bits)); }
    ~Stream() { inflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// Inflates `input` to the end of `out`, which may grow to `max_size` bytes in all.
    Inflated run(std::string_view input, std::size_t max_size, std::string& out);

    /// Whether the last block is over and the next begins at a byte boundary: the state after a
    /// trailer, told by `data_type` as zlib documents it.
    [[nodiscard]] bool is_between_messages() const noexcept { return z.data_type == 128; }
};

Inflated Inflater::Stream::run(std::string_view input, std::size_t max_size, std::string& out) {
    z.next_in = readable(input);
    z.avail_in = static_cast<uInt>(input.size());
    for (;;) {
        // One byte more than allowed tells a message that fits from one that does not.
        const std::size_t used = out.size();
        const std::size_t step = std::min(
            std::max<std::size_t>(std::size_t{z.avail_in} * 4, min_step_bytes), max_size - used + 1
        );
        out.resize(used + step);
        z.next_out = writable(out.data() + used);
        z.avail_out = static_cast<uInt>(step);
        const int result = ::inflate(&z, Z_SYNC_FLUSH);
        const bool is_out_of_room = z.avail_out == 0;
        out.resize(out.size() - z.avail_out);
        if (out.size() > max_size) {
            out.resize(max_size);
            return Inflated::too_big;
        }
        if (result == Z_STREAM_END) {
            // A client may end a message with a final block (RFC 7692 §7.2.3.4); what follows is a
            // new sequence of blocks that may still refer to the window.
            inflateResetKeep(&z);
            if (z.avail_in == 0) return Inflated::complete;
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return Inflated::corrupt;
        } else if (!is_out_of_room) {
            return z.avail_in == 0 ? Inflated::complete : Inflated::corrupt;
        }
    }
}

Inflater::Inflater(int window_bits)
    // A client that promised 8 bits may use 9: zlib cannot compress with less.
    : stream_(std::make_unique<Stream>(std::clamp(window_bits, min_window_bits, max_window_bits))) {
}
Inflater::~Inflater() = default;

Inflated Inflater::inflate(std::string_view payload, std::size_t max_bytes, std::string& out) {
    // Compressors that had nothing to flush produce nothing at all, not even the empty block.
    if (payload.empty()) return Inflated::complete;
    const std::size_t max_size = out.size() + max_bytes;
    if (const auto result = stream_->run(payload, max_size, out); result != Inflated::complete)
        return result;
    if (const auto result = stream_->run(trailer, max_size, out); result != Inflated::complete)
        return result;
    return stream_->is_between_messages() ? Inflated::complete : Inflated::corrupt;
}

void Inflater::reset() noexcept {
    inflateReset(&stream_->z);
}

struct Deflater::Streams {
    struct Stream {
        z_stream z{};

        explicit Stream(int window_bits) {
            require(deflateInit2(
                &z, Z_BEST_SPEED, Z_DEFLATED, -window_bits, memory_level, Z_DEFAULT_STRATEGY
            ));
        }
        ~Stream() { deflateEnd(&z); }
        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;
    };

    /// By window size; null until a client needs it.
    std::array<std::unique_ptr<Stream>, max_window_bits - min_window_bits + 1> by_window;
    std::string out;

    z_stream& at(int window_bits) {
        auto& stream = by_window[static_cast<std::size_t>(window_bits - min_window_bits)];
        if (!stream) stream = std::make_unique<Stream>(window_bits);
        return stream->z;
    }
};

Deflater::Deflater() : streams_(std::make_unique<Streams>()) {}
Deflater::~Deflater() = default;

std::optional<std::string_view> Deflater::deflate(std::string_view message, int window_bits) {
    if (window_bits < min_window_bits || window_bits > max_window_bits) return std::nullopt;
    z_stream& z = streams_->at(window_bits);
    deflateReset(&z);

    // Room for what is worth sending and its trailer; a stream that fills it is not shorter.
    std::string& out = streams_->out;
    if (out.size() < message.size() + trailer.size()) out.resize(message.size() + trailer.size());
    const std::size_t room = message.size() + trailer.size();
    z.next_in = readable(message);
    z.avail_in = static_cast<uInt>(message.size());
    z.next_out = writable(out.data());
    z.avail_out = static_cast<uInt>(room);
    const int result = ::deflate(&z, Z_SYNC_FLUSH);
    if (result != Z_OK || z.avail_out == 0) return std::nullopt;

    const std::size_t size = room - z.avail_out;
    assert(std::string_view(out).substr(size - trailer.size(), trailer.size()) == trailer);
    return std::string_view(out).substr(0, size - trailer.size());
}

}  // namespace postern::websocket
