#include "gateway/client/header_line.hpp"

#include <gtest/gtest.h>

namespace postern::client {
namespace {

using Header = std::pair<std::string, std::string>;

TEST(ParseHeaderLine, SplitsAtTheFirstColonAndTrims) {
    EXPECT_EQ(std::get<0>(parse_header_line("x-token: abc")), Header("x-token", "abc"));
    EXPECT_EQ(std::get<0>(parse_header_line("A:b:c")), Header("A", "b:c"));
    EXPECT_EQ(std::get<0>(parse_header_line("A: \t b c \t")), Header("A", "b c"));
    EXPECT_EQ(std::get<0>(parse_header_line("A:")), Header("A", ""));
    EXPECT_EQ(std::get<0>(parse_header_line("A:  ")), Header("A", ""));
    EXPECT_EQ(std::get<0>(parse_header_line("A: \xC3\xBC")), Header("A", "\xC3\xBC"));
}

TEST(ParseHeaderLine, RefusesWhatWouldBreakTheRequest) {
    for (const char* line :
         {"", "no colon", ": value", "a b: c", "a : c", "a: b\r\nc: d", "\n: b"}) {
        EXPECT_EQ(parse_header_line(line).index(), 1U) << line;
    }
}

}  // namespace
}  // namespace postern::client
