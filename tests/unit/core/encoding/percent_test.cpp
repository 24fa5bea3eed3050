#include "gateway/core/encoding/percent.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern {
namespace {

TEST(PercentEncode, KeepsExactlyTheUnreservedCharacters) {
    std::string kept;
    for (int i = 0; i < 256; ++i) {
        const std::string one(1, static_cast<char>(i));
        if (percent::encode(one) == one) kept += one;
    }
    EXPECT_EQ(kept, "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
}

TEST(PercentEncode, WritesUpperCaseDigits) {
    EXPECT_EQ(percent::encode("@connections/L0SM=\xFF"), "%40connections%2FL0SM%3D%FF");
}

TEST(PercentEncode, KeepsTheSlashesOfAPathWhenAsked) {
    EXPECT_EQ(percent::encode("/prod/@x", percent::Slash::keep), "/prod/%40x");
}

TEST(PercentDecode, Decodes) {
    const struct {
        std::string_view text;
        std::string_view decoded;
        std::string_view reason;
    } rows[] = {
        {"%40connections", "@connections", "an escape at the front"},
        {"a%3d%3D", "a==", "both cases of digits, at the end"},
        {"a+b", "a+b", "a plus is a plus outside of queries"},
        {"%", "%", "a percent sign alone"},
        {"%4", "%4", "one digit only"},
        {"%4g%zz", "%4g%zz", "no hexadecimal digits"},
        {"%2540", "%40", "once, not twice"},
        {"", "", "nothing"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(percent::decode(row.text), row.decoded) << row.reason;
    }
}

TEST(PercentDecode, UndoesEncodeForEveryByte) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
    }
    EXPECT_EQ(percent::decode(percent::encode(bytes)), bytes);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST(ParseQuery, SplitsAndDecodesPairsInOrder) {
    const struct {
        std::string_view query;
        Pairs pairs;
        std::string_view reason;
    } rows[] = {
        {"", {}, "no query"},
        {"a=1", {{"a", "1"}}, "one pair"},
        {"b=2&a=1&b=3", {{"b", "2"}, {"a", "1"}, {"b", "3"}}, "order and repetitions are kept"},
        {"a", {{"a", ""}}, "no value"},
        {"a=", {{"a", ""}}, "an empty value"},
        {"=1", {{"", "1"}}, "an empty name"},
        {"a=b=c", {{"a", "b=c"}}, "only the first = separates"},
        {"&a=1&&b=2&", {{"a", "1"}, {"b", "2"}}, "empty pairs are skipped"},
        {"t=a+b%2Bc", {{"t", "a b+c"}}, "plus is a space, an escaped one a plus"},
        {"%61%26=%3D", {{"a&", "="}}, "decoding comes after splitting"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(percent::parse_query(row.query), row.pairs) << row.reason;
    }
}

}  // namespace
}  // namespace postern
