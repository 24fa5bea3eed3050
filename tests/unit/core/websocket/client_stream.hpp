#pragma once

#include "gateway/core/websocket/decoder.hpp"

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a client sends, and what a decoder makes of it.
namespace postern::websocket::testing {

inline constexpr unsigned fin = 0x80;
inline constexpr unsigned rsv1 = 0x40;
inline constexpr unsigned continuation = 0;
inline constexpr unsigned text = 1;
inline constexpr unsigned binary = 2;
inline constexpr unsigned close = 8;
inline constexpr unsigned ping = 9;
inline constexpr unsigned pong = 10;

inline constexpr std::string_view mask = "\x37\xFA\x21\x3D";

/// A masked frame's header with the shortest length field for `length`.
inline std::string header(unsigned first_byte, std::uint64_t length) {
    std::string out{static_cast<char>(first_byte)};
    const int field_bytes = length <= 125 ? 0 : length <= 0xFFFF ? 2 : 8;
    out += static_cast<char>(0x80U | (field_bytes == 0 ? length : field_bytes == 2 ? 126U : 127U));
    for (int i = field_bytes - 1; i >= 0; --i)
        out += static_cast<char>(length >> (8 * i) & 0xFF);
    return out.append(mask);
}

/// A masked frame.
inline std::string frame(unsigned first_byte, std::string_view payload) {
    std::string out = header(first_byte, payload.size());
    for (std::size_t i = 0; i < payload.size(); ++i)
        out += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    return out;
}

/// Payload of a Close frame.
inline std::string close_payload(unsigned code, std::string_view reason = {}) {
    std::string out{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    return out.append(reason);
}

/// A `Decoded` that owns its payload.
struct Item {
    Decoded::Kind kind;
    std::uint16_t code;
    std::string payload;

    friend bool operator==(const Item&, const Item&) = default;
};

inline void PrintTo(const Item& item, std::ostream* out) {
    *out << "{kind " << static_cast<int>(item.kind) << ", code " << item.code << ", "
         << item.payload.size() << " bytes: " << item.payload.substr(0, 60) << "}";
}

/// Feeds `piece` and appends what comes out to `items`.
inline void feed(
    Decoder& decoder, std::string piece, DecoderScratch& scratch, std::vector<Item>& items
) {
    std::span<char> input(piece);
    for (;;) {
        const Decoded item = decoder.next(input, scratch);
        if (item.kind == Decoded::Kind::need_more) break;
        items.push_back({item.kind, item.code, std::string(item.payload)});
    }
}

/// What a connection was set up with.
struct Terms {
    DecoderLimits limits{};
    bool is_deflate_negotiated = false;
    DeflateAgreement agreement{};

    [[nodiscard]] Decoder decoder() const {
        return {limits, is_deflate_negotiated ? &agreement : nullptr};
    }
};

/// Decodes `stream`, cut in pieces of `piece_bytes`, of which the first has `first_bytes`.
inline std::vector<Item> decode(
    std::string_view stream,
    const Terms& terms = {},
    std::size_t first_bytes = std::string_view::npos,
    std::size_t piece_bytes = std::string_view::npos
) {
    Decoder decoder = terms.decoder();
    DecoderScratch scratch;
    std::vector<Item> items;
    for (std::size_t size = first_bytes; !stream.empty(); size = piece_bytes) {
        const std::string_view piece = stream.substr(0, size);
        feed(decoder, std::string(piece), scratch, items);
        stream.remove_prefix(piece.size());
    }
    return items;
}

}  // namespace postern::websocket::testing
