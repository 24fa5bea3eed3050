#include "gateway/core/websocket/frame.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::websocket {
namespace {

TEST(Unmask, IsTheSameAtEverySizePositionAndAlignment) {
    const Mask mask{'\x01', '\x22', '\x74', '\xF8'};
    std::string clear;
    for (int i = 0; i < 64; ++i)
        clear += static_cast<char>(i * 7);
    for (std::size_t position = 0; position < 9; ++position) {
        for (std::size_t begin = 0; begin < 9; ++begin) {
            for (std::size_t end = begin; end <= clear.size(); ++end) {
                std::string expected = clear;
                for (std::size_t i = begin; i < end; ++i)
                    expected[i] =
                        static_cast<char>(expected[i] ^ mask[(position + i - begin) % mask.size()]);
                std::string actual = clear;
                unmask(std::span(actual).subspan(begin, end - begin), mask, position);
                ASSERT_EQ(actual, expected) << position << ' ' << begin << ' ' << end;
            }
        }
    }
}

TEST(ReadFrameHeader, NeedsAllOfItUnlessTheBeginningIsWrongAlready) {
    const std::string bytes("\x81\xFF\x00\x00\x00\x00\x00\x01\x00\x02\x01\x02\x03\x04", 14);
    FrameHeader header;
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(
            read_frame_header(bytes.substr(0, size), header).kind, HeaderRead::Kind::need_more
        );
    EXPECT_EQ(read_frame_header(bytes + "payload", header).kind, HeaderRead::Kind::complete);
    EXPECT_EQ(header.size_bytes, 14);
    EXPECT_EQ(header.length, 65'538U);
    EXPECT_EQ(header.mask, (Mask{1, 2, 3, 4}));
    EXPECT_EQ(read_frame_header("\x83\x80", header).kind, HeaderRead::Kind::violation);
}

}  // namespace
}  // namespace postern::websocket
