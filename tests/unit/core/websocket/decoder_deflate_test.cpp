#include "gateway/core/websocket/decoder.hpp"
#include "tests/unit/core/websocket/client_stream.hpp"
#include "tests/unit/core/websocket/zlib_peer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postern::websocket {
namespace {

using namespace testing;
using Kind = Decoded::Kind;

Item a_text(std::string payload) {
    return {Kind::text, 0, std::move(payload)};
}
const Item corrupt{Kind::failed, 1007, "Compressed data is corrupt"};
const Item message_too_big{Kind::failed, 1009, "Message too big"};

Terms negotiated(DeflateAgreement agreement = {}) {
    return {.limits = {}, .is_deflate_negotiated = true, .agreement = agreement};
}

/// One compressed message in one frame.
std::string compressed(std::string_view deflated) {
    return frame(fin | rsv1 | text, deflated);
}

std::string some_json(int i) {
    return R"({"action":"sendmessage","data":"message number )" + std::to_string(i) + R"("})";
}

TEST(DecoderDeflate, ReadsTheExamplesOfRfc7692) {
    struct Row {
        std::string why, stream;
    };
    const std::vector<Row> rows{
        {"§7.2.3.1: one fixed block", compressed(std::string("\xf2\x48\xcd\xc9\xc9\x07\x00", 7))},
        {"§7.2.3.1: in two frames",
         frame(rsv1 | text, "\xf2\x48\xcd") +
             frame(fin | continuation, std::string("\xc9\xc9\x07\x00", 4))},
        {"§7.2.3.3: a stored block",
         compressed(std::string("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11))},
        {"§7.2.3.4: a final block", compressed(std::string("\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8))},
        {"§7.2.3.5: two blocks",
         compressed(std::string("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13))},
    };
    for (const auto& [why, stream] : rows) {
        EXPECT_EQ(decode(stream, negotiated()), std::vector{a_text("Hello")}) << why;
        for (std::size_t cut = 1; cut < stream.size(); ++cut)
            EXPECT_EQ(decode(stream, negotiated(), cut), std::vector{a_text("Hello")})
                << why << ", cut at " << cut;
    }
}

TEST(DecoderDeflate, SecondMessageMayReferToTheFirst) {
    // RFC 7692 §7.2.3.2: `Hello` again, as a reference to the first.
    const std::string stream = compressed(std::string("\xf2\x48\xcd\xc9\xc9\x07\x00", 7)) +
                               compressed(std::string("\xf2\x00\x11\x00\x00", 5));
    EXPECT_EQ(decode(stream, negotiated()), (std::vector{a_text("Hello"), a_text("Hello")}));
    EXPECT_EQ(
        decode(stream, negotiated({.client_no_context_takeover = true})),
        (std::vector{a_text("Hello"), corrupt})
    );
}

TEST(DecoderDeflate, MessageAfterAFinalBlockMayReferToTheWindow) {
    const std::string stream = compressed(std::string("\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8)) +
                               compressed(std::string("\xf2\x00\x11\x00\x00", 5));
    EXPECT_EQ(decode(stream, negotiated()), (std::vector{a_text("Hello"), a_text("Hello")}));
}

TEST(DecoderDeflate, ReadsEveryWindowWithAndWithoutTakeover) {
    for (int bits = 9; bits <= 15; ++bits) {
        for (const bool is_context_kept : {true, false}) {
            ZlibDeflater client(bits);
            std::string stream;
            std::vector<Item> expected;
            for (int i = 0; i < 20; ++i) {
                // Long enough that references reach across any window.
                std::string message;
                for (int line = 0; line < 100 * (i % 8); ++line)
                    message += some_json(i * line);
                message += some_json(i);
                stream += compressed(client.deflate(message));
                if (!is_context_kept) client.reset();
                expected.push_back(a_text(message));
            }
            const Terms terms = negotiated(
                {.client_max_window_bits = bits, .client_no_context_takeover = !is_context_kept}
            );
            EXPECT_EQ(decode(stream, terms), expected) << bits << " bits, " << is_context_kept;
            EXPECT_EQ(decode(stream, terms, 7, 7), expected) << bits << " bits, in pieces";
        }
    }
}

TEST(DecoderDeflate, ClientThatPromisedEightBitsMayUseNine) {
    ZlibDeflater client(9);
    std::string message;
    for (int line = 0; line < 50; ++line)
        message += some_json(line * line);
    const Terms terms = negotiated({.client_max_window_bits = 8});
    EXPECT_EQ(decode(compressed(client.deflate(message)), terms), std::vector{a_text(message)});
}

TEST(DecoderDeflate, ClientsWithoutContextShareAnInflater) {
    const Terms terms = negotiated({.client_no_context_takeover = true});
    Decoder one = terms.decoder();
    Decoder other = terms.decoder();
    DecoderScratch scratch;
    std::vector<Item> items;
    for (Decoder* decoder : {&one, &other, &one}) {
        ZlibDeflater client(15);
        feed(*decoder, compressed(client.deflate(some_json(1))), scratch, items);
    }
    EXPECT_EQ(items, (std::vector<Item>(3, a_text(some_json(1)))));
}

TEST(DecoderDeflate, CompressionIsChosenPerMessage) {
    ZlibDeflater client(15);
    const std::string stream = compressed(client.deflate("one")) + frame(fin | text, "two") +
                               frame(rsv1 | text, client.deflate("three")) +
                               frame(fin | ping, "p") + frame(fin | continuation, "") +
                               frame(text, "fo") + frame(fin | continuation, "ur");
    const std::vector<Item> expected{
        a_text("one"), a_text("two"), {Kind::ping, 0, "p"}, a_text("three"), a_text("four")};
    EXPECT_EQ(decode(stream, negotiated()), expected);
    EXPECT_EQ(decode(stream, negotiated(), 1, 1), expected);
}

TEST(DecoderDeflate, EmptyMessageHasAnEmptyBlockOrNothing) {
    EXPECT_EQ(decode(compressed(std::string(1, '\0')), negotiated()), std::vector{a_text("")});
    EXPECT_EQ(decode(compressed(""), negotiated()), std::vector{a_text("")});
}

TEST(DecoderDeflate, Rsv1MarksOnlyFirstFramesOfMessages) {
    const Item reserved{Kind::failed, 1002, "Reserved bits are set"};
    EXPECT_EQ(decode(frame(fin | rsv1 | ping, ""), negotiated()), std::vector{reserved});
    EXPECT_EQ(
        decode(frame(text, "a") + frame(fin | rsv1 | continuation, "b"), negotiated()),
        std::vector{reserved}
    );
}

TEST(DecoderDeflate, CorruptDataFailsWith1007) {
    struct Row {
        std::string why, payload;
    };
    const std::vector<Row> rows{
        {"an unknown block type", "\xFF\xFF\xFF"},
        {"a reference to before the beginning", std::string("\xf2\x00\x11\x00\x00", 5)},
        {"a message cut inside a block", "\xf2\x48\xcd"},
        {"a trailer that was not removed",
         std::string("\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", 11)},
        {"a stored block whose length does not match its complement",
         std::string("\x00\x05\x00\x00\x00Hello", 10)},
    };
    for (const auto& [why, payload] : rows) {
        EXPECT_EQ(decode(compressed(payload), negotiated()), std::vector{corrupt}) << why;
        EXPECT_EQ(decode(compressed(payload), negotiated(), 1, 1), std::vector{corrupt}) << why;
    }
}

TEST(DecoderDeflate, InflatedTextMustBeUtf8) {
    ZlibDeflater client(15);
    const Item not_utf8{Kind::failed, 1007, "Text is not valid UTF-8"};
    EXPECT_EQ(decode(compressed(client.deflate("\xC3\x28")), negotiated()), std::vector{not_utf8});
}

TEST(DecoderDeflate, MessageOf131072BytesInflatedIsAccepted) {
    ZlibDeflater client(15);
    const std::string message(131'072, 'x');
    EXPECT_EQ(
        decode(compressed(client.deflate(message)), negotiated()), std::vector{a_text(message)}
    );
}

TEST(DecoderDeflate, MessageOf131073BytesInflatedIsRefused) {
    ZlibDeflater client(15);
    const std::string message(131'073, 'x');
    EXPECT_EQ(
        decode(compressed(client.deflate(message)), negotiated()), std::vector{message_too_big}
    );
}

TEST(DecoderDeflate, BombIsCutAtTheMessageLimit) {
    ZlibDeflater client(15);
    const std::string bomb = client.deflate(std::string(30'000'000, '\0'));
    ASSERT_LT(bomb.size(), 32'768U);

    Decoder decoder = negotiated().decoder();
    DecoderScratch scratch;
    std::vector<Item> items;
    feed(decoder, compressed(bomb), scratch, items);
    EXPECT_EQ(items, std::vector{message_too_big});
    EXPECT_LE(scratch.inflated.capacity(), 4U * 131'072U);
}

TEST(DecoderDeflate, BlocksThatHoldNothingDoNotGoOnForEver) {
    // Wire bytes that inflate to nothing are bounded too.
    std::string empty_blocks;
    while (empty_blocks.size() < 32'000)
        empty_blocks.append("\x00\x00\x00\xff\xff", 5);
    std::string stream = frame(rsv1 | text, empty_blocks);
    for (int i = 0; i < 10; ++i)
        stream += frame(continuation, empty_blocks);
    EXPECT_EQ(decode(stream, negotiated()), std::vector{message_too_big});
}

TEST(DecoderDeflate, DataThatDoesNotCompressFitsUpToTheMessageLimit) {
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 131'072; ++i) {
        state = state * 1'664'525 + 1'013'904'223;
        noise += static_cast<char>(state >> 25);
    }
    ZlibDeflater client(15, 0);
    const std::string deflated = client.deflate(noise);
    ASSERT_GT(deflated.size(), noise.size());
    std::string stream = frame(rsv1 | text, deflated.substr(0, 32'768));
    for (std::size_t at = 32'768; at < deflated.size(); at += 32'768)
        stream += frame(continuation, deflated.substr(at, 32'768));
    stream += frame(fin | continuation, "");
    EXPECT_EQ(decode(stream, negotiated()), std::vector{a_text(noise)});
}

}  // namespace
}  // namespace postern::websocket
