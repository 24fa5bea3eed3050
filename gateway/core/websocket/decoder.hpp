#pragma once

#include "gateway/core/websocket/deflate.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace postern::websocket {

struct FrameHeader;
struct HeaderRead;

/// Largest sizes accepted from a client, in bytes of payload.
struct DecoderLimits {
    /// On the wire, each frame; beyond it 1009.
    std::size_t frame_bytes = 32'768;
    /// Whole message after joining and inflating; beyond it 1009.
    std::size_t message_bytes = 131'072;
    /// Binary messages are refused with 1003 unless allowed.
    bool is_binary_allowed = false;
};

/// What the next bytes of a client mean.
struct Decoded {
    enum class Kind : std::uint8_t {
        need_more,  ///< Nothing complete; everything given was taken.
        text,       ///< A whole text message, joined, inflated, valid UTF-8: `payload`.
        binary,     ///< A whole binary message: `payload`.
        ping,       ///< `payload` must be sent back in a pong.
        pong,
        close,  ///< The client's Close: `code` (1005 when it carried none) and `payload` as reason.
        failed,  ///< The stream is broken: close with `code` and `payload` as reason.
    };
    Kind kind = Kind::need_more;
    std::uint16_t code = 0;
    /// Lies in the input or in the scratch; valid until the next call of `next` by any decoder that
    /// shares the scratch.
    std::string_view payload;
};

/// Memory that all decoders of one thread share, so that an idle connection holds none.
struct DecoderScratch {
    /// What arrived in pieces, or the reason of a failure.
    std::string joined;
    std::string inflated;
    /// Serves every client that agreed to keep no context; null until one compresses.
    std::unique_ptr<Inflater> inflater;
};

/// Server side of RFC 6455 with permessage-deflate (RFC 7692), without any I/O: bytes in, messages
/// out.
///
/// Holds no heap memory between complete messages unless the client compressed with context
/// takeover. Copies only frames that arrive in pieces or fragments. Move-only; one thread at a
/// time.
class Decoder {
public:
    /// `agreement` is null when permessage-deflate was not negotiated.
    Decoder(const DecoderLimits& limits, const DeflateAgreement* agreement) noexcept;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    Decoder(Decoder&&) noexcept;
    Decoder& operator=(Decoder&&) noexcept;
    ~Decoder();

    /// Takes the next item off the front of `input`, which it may unmask in place. Call until
    /// `need_more` (then `input` is empty, a rest having been kept) or `failed`. After `close` and
    /// `failed` everything is swallowed: a client's stream ends there (RFC 6455 §1.4).
    [[nodiscard]] Decoded next(std::span<char>& input, DecoderScratch& scratch);

private:
    struct Frame;
    struct Partial;

    [[nodiscard]] Partial& partial();
    [[nodiscard]] HeaderRead read_header(std::span<char>& input, FrameHeader& header);
    [[nodiscard]] bool begin_frame(
        std::span<char>& input, DecoderScratch& scratch, Frame& frame, Decoded& item
    );
    [[nodiscard]] static std::string_view take_payload(
        std::span<char>& input, Frame& frame
    ) noexcept;
    [[nodiscard]] Decoded judge(const FrameHeader& header, DecoderScratch& scratch);
    [[nodiscard]] Decoded judge_size(const FrameHeader& header, DecoderScratch& scratch);
    [[nodiscard]] Decoded take_control(
        const Frame& frame, std::string_view chunk, DecoderScratch& scratch
    );
    [[nodiscard]] Decoded take_data(
        const Frame& frame, std::string_view chunk, DecoderScratch& scratch
    );
    [[nodiscard]] Decoded finish_message(DecoderScratch& scratch);
    [[nodiscard]] Decoded inflate(
        Decoded::Kind kind, std::string_view payload, DecoderScratch& scratch
    );
    [[nodiscard]] Inflater& inflater(DecoderScratch& scratch);
    [[nodiscard]] Decoded end_with(std::string_view close_payload);
    [[nodiscard]] Decoded fail(std::uint16_t code, std::string_view reason) noexcept;

    DecoderLimits limits_;
    bool is_deflate_negotiated_ = false;
    bool is_client_context_kept_ = false;
    bool is_over_ = false;
    std::uint8_t client_window_bits_ = 15;
    /// Frame or message that is not complete yet; null between messages.
    std::unique_ptr<Partial> partial_;
    /// Null until the client compressed something, and for ever when its context is not kept.
    std::unique_ptr<Inflater> inflater_;
};

}  // namespace postern::websocket
