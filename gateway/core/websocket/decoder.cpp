#include "gateway/core/websocket/decoder.hpp"

#include "gateway/core/encoding/utf8.hpp"
#include "gateway/core/websocket/frame.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace postern::websocket {
namespace {

constexpr std::uint16_t no_status = 1005;
constexpr std::uint16_t protocol_error = 1002;
constexpr std::uint16_t unsupported_data = 1003;
constexpr std::uint16_t invalid_payload = 1007;
constexpr std::uint16_t too_big = 1009;

constexpr std::string_view not_utf8 = "Text is not valid UTF-8";
constexpr std::string_view message_too_big = "Message too big";

/// Most bytes a compressed message may have on the wire. Blocks that do not compress are longer
/// than what they hold (zlib's worst case is 9/64 more), and blocks that hold nothing could go on
/// for ever.
std::uint64_t max_compressed_bytes(std::size_t message_bytes) noexcept {
    return std::uint64_t{message_bytes} + message_bytes / 4 + 64;
}

std::string_view as_text(std::span<const char> bytes) noexcept {
    return {bytes.data(), bytes.size()};
}

}  // namespace

/// A frame whose header is known.
struct Decoder::Frame {
    FrameHeader header;
    /// Bytes of payload taken so far.
    std::uint64_t received = 0;

    [[nodiscard]] bool is_whole() const noexcept { return received == header.length; }
    /// Whether `chunk`, the bytes taken last, is the whole payload.
    [[nodiscard]] bool is_all_in(std::string_view chunk) const noexcept {
        return chunk.size() == header.length;
    }
};

/// Everything that outlives the input it came in.
struct Decoder::Partial {
    /// Bytes of a header that is not complete; at most 14, so never on the heap.
    std::string header;
    /// The frame whose payload is arriving.
    std::optional<Frame> frame;
    /// Payload of a control frame that is not complete.
    std::string control;

    /// A data message has begun; the rest is about it.
    bool is_message_open = false;
    bool is_compressed = false;
    Decoded::Kind kind = Decoded::Kind::text;
    /// Unmasked payload of its frames, still compressed if it is.
    std::string message;
    utf8::Validator validator;

    [[nodiscard]] bool is_needed() const noexcept {
        return is_message_open || frame.has_value() || !header.empty();
    }
    [[nodiscard]] bool is_plain_text() const noexcept {
        return kind == Decoded::Kind::text && !is_compressed;
    }
};

Decoder::Decoder(const DecoderLimits& limits, const DeflateAgreement* agreement) noexcept
    : limits_(limits),
      is_deflate_negotiated_(agreement != nullptr) {
    if (agreement == nullptr) return;
    is_client_context_kept_ = !agreement->client_no_context_takeover;
    client_window_bits_ = static_cast<std::uint8_t>(agreement->client_max_window_bits);
}

Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

Decoded Decoder::next(std::span<char>& input, DecoderScratch& scratch) {
    while (!is_over_) {
        Frame frame;
        if (partial_ && partial_->frame) {
            frame = *std::exchange(partial_->frame, std::nullopt);
        } else if (Decoded item; !begin_frame(input, scratch, frame, item)) {
            return item;
        }
        const std::string_view chunk = take_payload(input, frame);
        const Decoded item = is_control(frame.header.opcode) ? take_control(frame, chunk, scratch)
                                                             : take_data(frame, chunk, scratch);
        const bool is_fragment_over = item.kind == Decoded::Kind::need_more && frame.is_whole();
        if (!is_fragment_over) return item;
    }
    input = input.last(0);
    return {};
}

Decoder::Partial& Decoder::partial() {
    if (!partial_) partial_ = std::make_unique<Partial>();
    return *partial_;
}

/// Takes a header off the front of `input`, or keeps what there is of it.
HeaderRead Decoder::read_header(std::span<char>& input, FrameHeader& header) {
    if (!partial_ || partial_->header.empty()) {
        const HeaderRead read = read_frame_header(as_text(input), header);
        if (read.kind == HeaderRead::Kind::complete) {
            input = input.subspan(header.size_bytes);
        } else if (read.kind == HeaderRead::Kind::need_more && !input.empty()) {
            partial().header = as_text(input);
            input = input.last(0);
        }
        return read;
    }
    HeaderRead read;
    std::string& kept = partial_->header;
    while (read.kind == HeaderRead::Kind::need_more && !input.empty()) {
        kept.push_back(input.front());
        input = input.subspan(1);
        read = read_frame_header(kept, header);
    }
    if (read.kind == HeaderRead::Kind::complete) kept.clear();
    return read;
}

/// Takes the next frame's header; false, and `item` to return, if there is none or it is refused.
bool Decoder::begin_frame(
    std::span<char>& input, DecoderScratch& scratch, Frame& frame, Decoded& item
) {
    const HeaderRead read = read_header(input, frame.header);
    if (read.kind == HeaderRead::Kind::need_more) return false;
    if (read.kind == HeaderRead::Kind::violation) {
        item = fail(protocol_error, read.violation);
        return false;
    }
    item = judge(frame.header, scratch);
    return item.kind != Decoded::Kind::failed;
}

/// Takes what there is of the frame's payload off the front of `input` and unmasks it.
std::string_view Decoder::take_payload(std::span<char>& input, Frame& frame) noexcept {
    const auto rest = frame.header.length - frame.received;
    const auto chunk =
        input.first(static_cast<std::size_t>(std::min<std::uint64_t>(rest, input.size())));
    input = input.subspan(chunk.size());
    unmask(chunk, frame.header.mask, frame.received);
    frame.received += chunk.size();
    return as_text(chunk);
}

/// Refuses a frame that must not come now, before any of its payload is kept.
Decoded Decoder::judge(const FrameHeader& header, DecoderScratch& scratch) {
    const bool is_first = header.opcode == Opcode::text || header.opcode == Opcode::binary;
    // RFC 7692 §6: the first frame of a message marks the whole message.
    if (header.has_rsv1 && !(is_deflate_negotiated_ && is_first))
        return fail(protocol_error, "Reserved bits are set");
    if (is_control(header.opcode)) return {};

    const bool is_message_open = partial_ && partial_->is_message_open;
    if (is_first && is_message_open) return fail(protocol_error, "Expected a continuation frame");
    if (!is_first && !is_message_open)
        return fail(protocol_error, "Continuation frame without a message");
    if (header.opcode == Opcode::binary && !limits_.is_binary_allowed)
        return fail(unsupported_data, "Binary frames are not supported");
    return judge_size(header, scratch);
}

Decoded Decoder::judge_size(const FrameHeader& header, DecoderScratch& scratch) {
    if (header.length > limits_.frame_bytes) {
        scratch.joined =
            "Max frame length of " + std::to_string(limits_.frame_bytes) + " has been exceeded.";
        return fail(too_big, scratch.joined);
    }
    const bool is_message_open = partial_ && partial_->is_message_open;
    const bool is_compressed = is_message_open ? partial_->is_compressed : header.has_rsv1;
    const std::uint64_t allowed =
        is_compressed ? max_compressed_bytes(limits_.message_bytes) : limits_.message_bytes;
    const std::uint64_t so_far = is_message_open ? partial_->message.size() : 0;
    if (so_far + header.length > allowed) return fail(too_big, message_too_big);
    return {};
}

Decoded Decoder::take_control(const Frame& frame, std::string_view chunk, DecoderScratch& scratch) {
    std::string_view payload = chunk;
    if (!frame.is_all_in(chunk)) {
        partial().control += chunk;
        if (!frame.is_whole()) {
            partial_->frame = frame;
            return {};
        }
        scratch.joined = std::exchange(partial_->control, {});
        payload = scratch.joined;
    }
    if (partial_ && !partial_->is_needed()) partial_.reset();
    if (frame.header.opcode == Opcode::close) return end_with(payload);
    const bool is_ping = frame.header.opcode == Opcode::ping;
    return {
        .kind = is_ping ? Decoded::Kind::ping : Decoded::Kind::pong, .code = 0, .payload = payload};
}

Decoded Decoder::take_data(const Frame& frame, std::string_view chunk, DecoderScratch& scratch) {
    const FrameHeader& header = frame.header;
    const auto kind = header.opcode == Opcode::binary ? Decoded::Kind::binary : Decoded::Kind::text;
    const bool is_first = header.opcode != Opcode::continuation;

    if (is_first && header.is_final && frame.is_all_in(chunk)) {
        partial_.reset();
        if (header.has_rsv1) return inflate(kind, chunk, scratch);
        if (kind == Decoded::Kind::text && !utf8::is_valid(chunk))
            return fail(invalid_payload, not_utf8);
        return {.kind = kind, .code = 0, .payload = chunk};
    }

    Partial& kept = partial();
    if (!kept.is_message_open) {
        kept.is_message_open = true;
        kept.is_compressed = header.has_rsv1;
        kept.kind = kind;
    }
    kept.message += chunk;
    if (kept.is_plain_text() && !kept.validator.feed(chunk)) return fail(invalid_payload, not_utf8);
    if (!frame.is_whole()) kept.frame = frame;
    if (!frame.is_whole() || !header.is_final) return {};
    return finish_message(scratch);
}

/// Hands out the message whose last frame has just ended.
Decoded Decoder::finish_message(DecoderScratch& scratch) {
    if (partial_->is_plain_text() && !partial_->validator.is_complete())
        return fail(invalid_payload, not_utf8);
    const std::unique_ptr<Partial> done = std::move(partial_);
    scratch.joined = std::move(done->message);
    if (done->is_compressed) return inflate(done->kind, scratch.joined, scratch);
    return {.kind = done->kind, .code = 0, .payload = scratch.joined};
}

Decoded Decoder::inflate(Decoded::Kind kind, std::string_view payload, DecoderScratch& scratch) {
    scratch.inflated.clear();
    switch (inflater(scratch).inflate(payload, limits_.message_bytes, scratch.inflated)) {
        case Inflated::complete:
            break;
        case Inflated::too_big:
            return fail(too_big, message_too_big);
        case Inflated::corrupt:
            return fail(invalid_payload, "Compressed data is corrupt");
    }
    if (kind == Decoded::Kind::text && !utf8::is_valid(scratch.inflated))
        return fail(invalid_payload, not_utf8);
    return {.kind = kind, .code = 0, .payload = scratch.inflated};
}

/// The inflater that knows what this client's messages may refer to.
Inflater& Decoder::inflater(DecoderScratch& scratch) {
    if (is_client_context_kept_) {
        if (!inflater_) inflater_ = std::make_unique<Inflater>(client_window_bits_);
        return *inflater_;
    }
    if (!scratch.inflater) scratch.inflater = std::make_unique<Inflater>(15);
    scratch.inflater->reset();
    return *scratch.inflater;
}

/// Reads the payload of a Close frame (RFC 6455 §5.5.1).
Decoded Decoder::end_with(std::string_view close_payload) {
    if (close_payload.size() == 1) return fail(protocol_error, "Close payload is too short");
    std::uint16_t code = no_status;
    if (!close_payload.empty()) {
        const auto high = static_cast<std::uint8_t>(close_payload[0]);
        const auto low = static_cast<std::uint8_t>(close_payload[1]);
        code = static_cast<std::uint16_t>(high << 8 | low);
        if (!is_close_code(code)) return fail(protocol_error, "Close status is not allowed");
        close_payload.remove_prefix(2);
        if (!utf8::is_valid(close_payload))
            return fail(invalid_payload, "Close reason is not valid UTF-8");
    }
    is_over_ = true;
    partial_.reset();
    inflater_.reset();
    return {.kind = Decoded::Kind::close, .code = code, .payload = close_payload};
}

Decoded Decoder::fail(std::uint16_t code, std::string_view reason) noexcept {
    is_over_ = true;
    partial_.reset();
    inflater_.reset();
    return {.kind = Decoded::Kind::failed, .code = code, .payload = reason};
}

}  // namespace postern::websocket
