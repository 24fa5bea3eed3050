#include "gateway/core/websocket/decoder.hpp"
#include "tests/unit/core/websocket/client_stream.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postern::websocket {
namespace {

using namespace testing;
using Kind = Decoded::Kind;

constexpr std::size_t max_frame_bytes = 32'768;

const Item frame_too_big{Kind::failed, 1009, "Max frame length of 32768 has been exceeded."};
const Item message_too_big{Kind::failed, 1009, "Message too big"};

/// Four full frames that do not end their message.
std::string four_full_frames() {
    const std::string payload(max_frame_bytes, 'x');
    std::string stream = frame(text, payload);
    for (int i = 0; i < 3; ++i)
        stream += frame(continuation, payload);
    return stream;
}

TEST(DecoderLimits, D09FrameOf32769BytesIsRefused) {
    const std::string stream = frame(fin | text, std::string(max_frame_bytes + 1, 'x'));
    EXPECT_EQ(decode(stream), std::vector{frame_too_big});
}

TEST(DecoderLimits, D09FrameIsRefusedByItsHeaderAlone) {
    for (const std::uint64_t length : {32'769UL, 65'536UL, ~0UL >> 1}) {
        EXPECT_EQ(decode(header(fin | text, length)), std::vector{frame_too_big}) << length;
        EXPECT_EQ(decode(header(text, length), {}, 1, 1), std::vector{frame_too_big}) << length;
    }
}

TEST(DecoderLimits, D10FrameOf32768BytesIsAccepted) {
    const std::string payload(max_frame_bytes, 'x');
    const std::vector<Item> expected{{Kind::text, 0, payload}};
    EXPECT_EQ(decode(frame(fin | text, payload)), expected);
    EXPECT_EQ(decode(frame(fin | text, payload), {}, 1460, 1460), expected);
}

TEST(DecoderLimits, D11MessageOf131072BytesIsAccepted) {
    const std::string stream = four_full_frames() + frame(fin | continuation, "");
    const std::vector<Item> expected{{Kind::text, 0, std::string(4 * max_frame_bytes, 'x')}};
    EXPECT_EQ(decode(stream), expected);
    EXPECT_EQ(decode(stream, {}, 1460, 1460), expected);
}

TEST(DecoderLimits, D12MessageOf131073BytesIsRefusedByTheHeaderThatExceeds) {
    EXPECT_EQ(decode(four_full_frames() + header(continuation, 1)), std::vector{message_too_big});
}

TEST(DecoderLimits, ControlFramesDoNotCountTowardsTheMessage) {
    const std::string stream =
        four_full_frames() + frame(fin | ping, "p") + frame(fin | continuation, "");
    const auto items = decode(stream);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[1].payload.size(), 4 * max_frame_bytes);
}

TEST(DecoderLimits, AreSettings) {
    Terms terms;
    terms.limits.frame_bytes = 10;
    terms.limits.message_bytes = 15;
    EXPECT_EQ(
        decode(header(fin | text, 11), terms),
        (std::vector<Item>{{Kind::failed, 1009, "Max frame length of 10 has been exceeded."}})
    );
    EXPECT_EQ(
        decode(frame(text, "0123456789") + header(continuation, 6), terms),
        std::vector{message_too_big}
    );
}

}  // namespace
}  // namespace postern::websocket
