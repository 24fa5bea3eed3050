#include "gateway/core/websocket/decoder.hpp"
#include "tests/support/counted_memory.hpp"
#include "tests/unit/core/websocket/client_stream.hpp"
#include "tests/unit/core/websocket/zlib_peer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace postern::websocket {
namespace {

using namespace testing;
using Kind = Decoded::Kind;

/// Decodes `piece` to its end; how many items came out.
int drain(Decoder& decoder, std::span<char> input, DecoderScratch& scratch) {
    int items = 0;
    while (decoder.next(input, scratch).kind != Kind::need_more)
        ++items;
    return items;
}

TEST(DecoderMemory, WholeFramesAllocateNothing) {
    std::string piece = frame(fin | text, R"({"action":"sendmessage","data":"hi"})") +
                        frame(fin | ping, "p") + frame(fin | text, std::string(1000, 'x')) +
                        frame(fin | pong, "") + frame(fin | text, "\xE2\x82\xAC") +
                        frame(fin | close, close_payload(1000, "bye"));
    DecoderScratch scratch;
    const std::size_t before = tests::memory::allocations();
    Decoder decoder{DecoderLimits{}, nullptr};
    const int items = drain(decoder, piece, scratch);
    EXPECT_EQ(tests::memory::allocations(), before);
    EXPECT_EQ(items, 6);
}

TEST(DecoderMemory, NothingIsKeptAfterAMessageThatCameInPieces) {
    const std::string message(5000, 'x');
    std::string stream = frame(text, message) + frame(fin | ping, std::string(100, 'p')) +
                         frame(fin | continuation, message);
    DecoderScratch scratch;
    scratch.joined.reserve(100'000);
    const std::size_t before = tests::memory::live_blocks();
    Decoder decoder{DecoderLimits{}, nullptr};
    int items = 0;
    std::size_t held_in_between = 0;
    for (std::size_t at = 0; at < stream.size(); at += 50) {
        const std::size_t size = std::min<std::size_t>(50, stream.size() - at);
        items += drain(decoder, std::span(stream).subspan(at, size), scratch);
        held_in_between = std::max(held_in_between, tests::memory::live_blocks() - before);
    }
    EXPECT_EQ(items, 2);
    EXPECT_GT(held_in_between, 0U);
    EXPECT_EQ(tests::memory::live_blocks(), before);
}

TEST(DecoderMemory, CompressionWithoutContextKeepsNothingPerConnection) {
    const DeflateAgreement agreement{.client_no_context_takeover = true};
    const auto compressed = [] {
        ZlibDeflater client(15);
        return frame(fin | rsv1 | text, client.deflate("Hello Hello Hello"));
    };
    DecoderScratch scratch;
    Decoder first{DecoderLimits{}, &agreement};
    std::string piece = compressed();
    EXPECT_EQ(drain(first, piece, scratch), 1);

    piece = compressed();
    const std::size_t before = tests::memory::allocations();
    Decoder second{DecoderLimits{}, &agreement};
    const int items = drain(second, piece, scratch);
    EXPECT_EQ(tests::memory::allocations(), before);
    EXPECT_EQ(items, 1);
}

TEST(DecoderMemory, ContextIsKeptOnlyOnceTheClientCompressed) {
    const DeflateAgreement agreement;
    ZlibDeflater client(15);
    std::string plain = frame(fin | text, "Hello");
    std::string compressed = frame(fin | rsv1 | text, client.deflate("Hello"));
    DecoderScratch scratch;
    scratch.inflated.reserve(1000);
    const std::size_t before = tests::memory::live_blocks();
    Decoder decoder{DecoderLimits{}, &agreement};
    EXPECT_EQ(drain(decoder, plain, scratch), 1);
    EXPECT_EQ(tests::memory::live_blocks(), before);
    EXPECT_EQ(drain(decoder, compressed, scratch), 1);
    EXPECT_GT(tests::memory::live_blocks(), before);
}

TEST(DecoderMemory, IdleDecoderIsSmall) {
    EXPECT_LE(sizeof(Decoder), 64U);
}

}  // namespace
}  // namespace postern::websocket
