// Bytes from a client, cut anywhere, must give the same items as in one piece, and never more than
// the limits allow.

#include "gateway/core/websocket/decoder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace postern::websocket;

struct Item {
    Decoded::Kind kind;
    std::uint16_t code;
    std::string payload;

    friend bool operator==(const Item&, const Item&) = default;
};

/// What the first two bytes of the fuzzer's data choose.
struct Terms {
    static constexpr std::size_t bytes = 2;

    DecoderLimits limits{.frame_bytes = 512, .message_bytes = 2048, .is_binary_allowed = false};
    bool is_deflate_negotiated = false;
    DeflateAgreement agreement;
    /// Seed of the sizes of the pieces.
    std::uint8_t seed = 0;

    explicit Terms(std::string_view data) {
        const auto flags = static_cast<std::uint8_t>(data[0]);
        is_deflate_negotiated = (flags & 1) != 0;
        agreement.client_no_context_takeover = (flags & 2) != 0;
        limits.is_binary_allowed = (flags & 4) != 0;
        agreement.client_max_window_bits = 8 + (flags >> 3) % 8;
        seed = static_cast<std::uint8_t>(data[1]);
    }
};

void require(bool is_true) {
    if (!is_true) std::abort();
}

/// Decodes `stream` in pieces whose sizes follow from `seed`, or whole when it is 0.
std::vector<Item> decode(std::string_view stream, const Terms& terms, std::uint8_t seed) {
    Decoder decoder(terms.limits, terms.is_deflate_negotiated ? &terms.agreement : nullptr);
    DecoderScratch scratch;
    std::vector<Item> items;
    for (unsigned state = seed; !stream.empty(); state = state * 75 + 74) {
        const std::size_t size = seed == 0 ? stream.size() : 1 + state % 65537 % (seed % 32U + 1);
        std::string piece(stream.substr(0, size));
        stream.remove_prefix(piece.size());
        std::span<char> input(piece);
        for (;;) {
            const Decoded item = decoder.next(input, scratch);
            if (item.kind == Decoded::Kind::need_more) break;
            require(item.payload.size() <= terms.limits.message_bytes);
            items.push_back({item.kind, item.code, std::string(item.payload)});
        }
        require(input.empty());
    }
    return items;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view data(reinterpret_cast<const char*>(bytes), size);
    if (data.size() < Terms::bytes) return 0;
    const Terms terms(data);
    const std::string_view stream = data.substr(Terms::bytes);
    const std::vector<Item> whole = decode(stream, terms, 0);
    require(decode(stream, terms, std::max<std::uint8_t>(terms.seed, 1)) == whole);
    // The stream ends with the item that ends it.
    for (std::size_t i = 0; i + 1 < whole.size(); ++i)
        require(whole[i].kind != Decoded::Kind::close && whole[i].kind != Decoded::Kind::failed);
    return 0;
}
