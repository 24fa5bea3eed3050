#include "gateway/core/websocket/decoder.hpp"

#include "tests/unit/core/websocket/client_stream.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postern::websocket {
namespace {

using namespace testing;
using Kind = Decoded::Kind;

struct Case {
    std::string why;
    std::string stream;
    std::vector<Item> expected;
    bool is_binary_allowed = false;
};

Item a_text(std::string payload) {
    return {Kind::text, 0, std::move(payload)};
}
Item broken(std::string why) {
    return {Kind::failed, 1002, std::move(why)};
}
Item not_utf8() {
    return {Kind::failed, 1007, "Text is not valid UTF-8"};
}

std::string hello() {
    return frame(fin | text, "Hello");
}

std::vector<Case> messages() {
    const std::string long_text(300, 'x');
    return {
        {"RFC 6455 §5.7: a single-frame masked text message",
         std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11),
         {a_text("Hello")}},
        {"an empty message is one", frame(fin | text, ""), {a_text("")}},
        {"16-bit length", frame(fin | text, long_text), {a_text(long_text)}},
        {"several in one read", hello() + hello(), {a_text("Hello"), a_text("Hello")}},
        {"fragments are joined",
         frame(text, "Hel") + frame(continuation, "l") + frame(fin | continuation, "o"),
         {a_text("Hello")}},
        {"fragments may be empty",
         frame(text, "") + frame(continuation, "") + frame(fin | continuation, "Hello"),
         {a_text("Hello")}},
        {"control frames come between fragments and do not disturb them",
         frame(text, "Hel") + frame(fin | ping, "p") + frame(fin | pong, "q") +
             frame(fin | continuation, "lo"),
         {{Kind::ping, 0, "p"}, {Kind::pong, 0, "q"}, a_text("Hello")}},
        {"a character may be split across fragments",
         frame(text, "\xE2\x82") + frame(fin | continuation, "\xAC"),
         {a_text("\xE2\x82\xAC")}},
        {"a binary message where allowed, of any bytes",
         frame(fin | binary, "\xFF\xFE"),
         {{Kind::binary, 0, "\xFF\xFE"}},
         true},
        {"a fragmented binary message where allowed",
         frame(binary, "\xFF") + frame(fin | continuation, "\xFE"),
         {{Kind::binary, 0, "\xFF\xFE"}},
         true},
        {"an incomplete frame is nothing yet", hello().substr(0, 8), {}},
    };
}

std::vector<Case> control_frames() {
    const std::string longest(125, 'p');
    return {
        {"D-15: a ping with its payload", frame(fin | ping, "data"), {{Kind::ping, 0, "data"}}},
        {"125 bytes are allowed", frame(fin | ping, longest), {{Kind::ping, 0, longest}}},
        {"ping payload need not be text", frame(fin | ping, "\xFF"), {{Kind::ping, 0, "\xFF"}}},
        {"D-01: Close without status", frame(fin | close, ""), {{Kind::close, 1005, ""}}},
        {"D-02: Close with a status only",
         frame(fin | close, close_payload(1001)),
         {{Kind::close, 1001, ""}}},
        {"D-03: Close with a reason",
         frame(fin | close, close_payload(1000, "bye")),
         {{Kind::close, 1000, "bye"}}},
        {"Close ends an unfinished message",
         frame(text, "Hel") + frame(fin | close, close_payload(1000)),
         {{Kind::close, 1000, ""}}},
        {"what follows Close is ignored",
         frame(fin | close, "") + hello() + "\xFF\xFF\xFF",
         {{Kind::close, 1005, ""}}},
        {"one byte cannot be a status",
         frame(fin | close, "\x03"),
         {broken("Close payload is too short")}},
        {"a Close reason must be UTF-8",
         frame(fin | close, close_payload(1000, "\xC3\x28")),
         {{Kind::failed, 1007, "Close reason is not valid UTF-8"}}},
        {"a Close reason must not end inside a character",
         frame(fin | close, close_payload(1000, "\xE2\x82")),
         {{Kind::failed, 1007, "Close reason is not valid UTF-8"}}},
    };
}

std::vector<Case> violations() {
    const std::string unmasked = std::string("\x81\x05Hello", 7);
    std::vector<Case> cases{
        {"client frames are masked", unmasked, {broken("Client frames must be masked")}},
        {"nothing follows a failure", unmasked + hello(), {broken("Client frames must be masked")}},
        {"RSV1 without an extension",
         frame(fin | rsv1 | text, "a"),
         {broken("Reserved bits are set")}},
        {"RSV2", frame(fin | 0x20 | text, "a"), {broken("Reserved bits are set")}},
        {"RSV3", frame(fin | 0x10 | text, "a"), {broken("Reserved bits are set")}},
        {"control frames are not fragmented",
         frame(ping, "a"),
         {broken("Control frames must not be fragmented")}},
        {"control frames have at most 125 bytes",
         frame(fin | ping, std::string(126, 'a')),
         {broken("Control frame is too long")}},
        {"a continuation needs a beginning",
         frame(fin | continuation, "a"),
         {broken("Continuation frame without a message")}},
        {"a continuation after a whole message continues nothing",
         hello() + frame(continuation, "a"),
         {a_text("Hello"), broken("Continuation frame without a message")}},
        {"a message ends before the next begins",
         frame(text, "a") + hello(),
         {broken("Expected a continuation frame")}},
        {"D-08: binary, at the first frame",
         header(binary, 10),
         {{Kind::failed, 1003, "Binary frames are not supported"}}},
        {"125 in two bytes",
         std::string("\x81\xFE\x00\x7D", 4) + std::string(129, 'a'),
         {broken("Length is not minimal")}},
        {"65535 in eight bytes",
         std::string("\x81\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF", 10),
         {broken("Length is not minimal")}},
        {"the highest bit of a length is zero",
         std::string("\x81\xFF\x80\x00\x00\x00\x00\x00\x00\x00", 10),
         {broken("Length exceeds 63 bits")}},
    };
    for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U})
        cases.push_back(
            {"reserved opcode " + std::to_string(opcode),
             frame(fin | opcode, ""),
             {broken("Unknown opcode")}}
        );
    return cases;
}

std::vector<Case> invalid_text() {
    return {
        {"a stray continuation byte", frame(fin | text, "ab\x80"), {not_utf8()}},
        {"an overlong form", frame(fin | text, "\xC0\xAF"), {not_utf8()}},
        {"a surrogate", frame(fin | text, "\xED\xA0\x80"), {not_utf8()}},
        {"above U+10FFFF", frame(fin | text, "\xF4\x90\x80\x80"), {not_utf8()}},
        {"a message that ends inside a character", frame(fin | text, "\xE2\x82"), {not_utf8()}},
        {"the same in fragments",
         frame(text, "\xE2") + frame(fin | continuation, "\x82"),
         {not_utf8()}},
        {"fragments join to something invalid",
         frame(text, "\xE2\x82") + frame(fin | continuation, "("),
         {not_utf8()}},
        {"fails at the fragment, not at the end of the message", frame(text, "\xFF"), {not_utf8()}},
        {"fails at the byte, not at the end of the frame",
         frame(fin | text, "\xFF and more").substr(0, 8),
         {not_utf8()}},
    };
}

/// The stream as one piece, byte by byte, and cut in two at every place.
void check(const std::vector<Case>& cases) {
    for (const auto& [why, stream, expected, is_binary_allowed] : cases) {
        Terms terms;
        terms.limits.is_binary_allowed = is_binary_allowed;
        EXPECT_EQ(decode(stream, terms), expected) << why;
        EXPECT_EQ(decode(stream, terms, 1, 1), expected) << why << ", byte by byte";
        for (std::size_t cut = 1; cut < stream.size(); ++cut)
            EXPECT_EQ(decode(stream, terms, cut), expected) << why << ", cut at " << cut;
    }
}

TEST(Decoder, JoinsMessagesHoweverTheyArrive) {
    check(messages());
}
TEST(Decoder, HandsOutControlFramesHoweverTheyArrive) {
    check(control_frames());
}
TEST(Decoder, RefusesWhatRfc6455ForbidsHoweverItArrives) {
    check(violations());
}
TEST(Decoder, RefusesTextThatIsNotUtf8AtOnceHoweverItArrives) {
    check(invalid_text());
}

TEST(Decoder, AllStreamsInOneRunGiveTheSameItemsAtEveryCut) {
    std::string stream;
    std::vector<Item> expected;
    for (const auto& cases : {messages(), control_frames()}) {
        for (const Case& one : cases) {
            const bool ends_the_stream =
                one.expected.empty() || one.expected.back().kind >= Kind::close;
            if (one.is_binary_allowed || ends_the_stream) continue;
            stream += one.stream;
            expected.insert(expected.end(), one.expected.begin(), one.expected.end());
        }
    }
    ASSERT_GT(expected.size(), 10U);
    EXPECT_EQ(decode(stream), expected);
    for (std::size_t bytes = 1; bytes < 40; ++bytes)
        EXPECT_EQ(decode(stream, {}, bytes, bytes), expected) << "in pieces of " << bytes;
    for (std::size_t cut = 1; cut < stream.size(); ++cut)
        EXPECT_EQ(decode(stream, {}, cut), expected) << "cut at " << cut;
}

TEST(Decoder, AcceptsCloseStatusThatMayBeSent) {
    for (const unsigned code :
         {1000U,
          1001U,
          1002U,
          1003U,
          1007U,
          1008U,
          1009U,
          1010U,
          1011U,
          1012U,
          1013U,
          1014U,
          3000U,
          3999U,
          4000U,
          4999U}) {
        const std::vector<Item> expected{{Kind::close, static_cast<std::uint16_t>(code), "why"}};
        EXPECT_EQ(decode(frame(fin | close, close_payload(code, "why"))), expected) << code;
    }
}

TEST(Decoder, RefusesCloseStatusThatMustNotBeSent) {
    for (const unsigned code :
         {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U}) {
        const std::vector<Item> expected{broken("Close status is not allowed")};
        EXPECT_EQ(decode(frame(fin | close, close_payload(code))), expected) << code;
    }
}

TEST(Decoder, MovesInTheMiddleOfAMessage) {
    const std::string stream = frame(text, "Hel") + frame(fin | continuation, "lo");
    DecoderScratch scratch;
    std::vector<Item> items;
    Decoder first = Terms{}.decoder();
    feed(first, stream.substr(0, 12), scratch, items);
    Decoder second = std::move(first);
    feed(second, stream.substr(12), scratch, items);
    EXPECT_EQ(items, std::vector<Item>{a_text("Hello")});
}

TEST(Decoder, MessageInOneFrameIsAViewIntoTheInput) {
    std::string piece = hello() + hello();
    std::span<char> input(piece);
    DecoderScratch scratch;
    Decoder decoder = Terms{}.decoder();
    EXPECT_EQ(decoder.next(input, scratch).payload.data(), piece.data() + 6);
    EXPECT_EQ(input.size(), hello().size());
    EXPECT_EQ(decoder.next(input, scratch).payload.data(), piece.data() + hello().size() + 6);
    EXPECT_EQ(decoder.next(input, scratch).kind, Kind::need_more);
}

}  // namespace
}  // namespace postern::websocket
