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
    const std::string header("\x81\xFF\x00\x00\x00\x00\x00\x01\x00\x02\x01\x02\x03\x04", 14);
    for (std::size_t size = 0; size < header.size(); ++size)
        EXPECT_EQ(read_frame_header(header.substr(0, size)).kind, HeaderRead::Kind::need_more);
    const HeaderRead read = read_frame_header(header + "payload");
    EXPECT_EQ(read.kind, HeaderRead::Kind::complete);
    EXPECT_EQ(read.header.size_bytes, 14);
    EXPECT_EQ(read.header.length, 65'538U);
    EXPECT_EQ(read.header.mask, (Mask{1, 2, 3, 4}));
    EXPECT_EQ(read_frame_header("\x83\x80").kind, HeaderRead::Kind::violation);
}

}  // namespace
}  // namespace postern::websocket
