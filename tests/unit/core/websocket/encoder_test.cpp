#include "gateway/core/websocket/encoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace postern::websocket {
namespace {

std::string message(
    std::string_view payload,
    std::size_t frame_bytes = 32'768,
    MessageKind kind = MessageKind::text,
    Compressed compressed = Compressed::no
) {
    std::string out = "before ";
    append_message(out, payload, frame_bytes, kind, compressed);
    EXPECT_EQ(out.substr(0, 7), "before ");
    EXPECT_EQ(out.size() - 7, encoded_size(payload.size(), frame_bytes));
    return out.substr(7);
}

TEST(AppendMessage, WritesTheShortestHeader) {
    struct Row {
        std::size_t payload_bytes;
        std::string header;
    };
    const Row rows[] = {
        {0, std::string("\x81\x00", 2)},
        {1, "\x81\x01"},
        {125, "\x81\x7D"},
        {126, std::string("\x81\x7E\x00\x7E", 4)},
        {65'535, "\x81\x7E\xFF\xFF"},
        {65'536, std::string("\x81\x7F\x00\x00\x00\x00\x00\x01\x00\x00", 10)},
    };
    for (const auto& [payload_bytes, header] : rows) {
        const std::string payload(payload_bytes, 'x');
        EXPECT_EQ(message(payload, 1'000'000), header + payload) << payload_bytes;
    }
}

TEST(AppendMessage, SplitsAtTheFrameLimit) {
    EXPECT_EQ(message("abc", 3), std::string("\x81\x03") + "abc");
    EXPECT_EQ(message("abcd", 3), std::string("\x01\x03") + "abc" + std::string("\x80\x01") + "d");
    EXPECT_EQ(
        message("abcdef", 3), std::string("\x01\x03") + "abc" + std::string("\x80\x03") + "def"
    );
    EXPECT_EQ(
        message("abcdefg", 3),
        std::string("\x01\x03") + "abc" + std::string("\x00\x03", 2) + "def" +
            std::string("\x80\x01") + "g"
    );
}

TEST(AppendMessage, LargestMessageGoesInFourFrames) {
    const std::string payload(131'072, 'x');
    EXPECT_EQ(message(payload).size(), payload.size() + std::size_t{4 * 4});
}

TEST(AppendMessage, MarksKindAndCompressionOnTheFirstFrameOnly) {
    EXPECT_EQ(message("ab", 9, MessageKind::binary), std::string("\x82\x02") + "ab");
    EXPECT_EQ(message("ab", 9, MessageKind::text, Compressed::yes), std::string("\xC1\x02") + "ab");
    EXPECT_EQ(
        message("ab", 1, MessageKind::text, Compressed::yes),
        std::string("\x41\x01") + "a" + std::string("\x80\x01") + "b"
    );
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
    std::string out;
    append_close(out, code, reason);
    return out;
}

TEST(AppendClose, CarriesStatusAndReason) {
    EXPECT_EQ(close_frame(1001, "Going away"), "\x88\x0C\x03\xE9Going away");
    EXPECT_EQ(close_frame(1000, ""), "\x88\x02\x03\xE8");
}

TEST(AppendClose, SendsNothingFor1005) {
    EXPECT_EQ(close_frame(1005, "reason"), std::string("\x88\x00", 2));
}

TEST(AppendClose, CutsTheReasonBetweenCharacters) {
    const std::string fits(121, 'x');
    EXPECT_EQ(close_frame(1000, fits + "\xC3\xA9"), "\x88\x7D\x03\xE8" + fits + "\xC3\xA9");
    EXPECT_EQ(close_frame(1000, fits + "\xE2\x82\xAC"), "\x88\x7B\x03\xE8" + fits);
}

TEST(AppendControl, WritesPingAndPong) {
    std::string out;
    append_ping(out, "p");
    append_pong(out, "");
    EXPECT_EQ(out, std::string("\x89\x01p\x8A\x00", 5));
}

}  // namespace
}  // namespace postern::websocket
