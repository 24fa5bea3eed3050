#include "gateway/core/encoding/utf8.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace postern {
namespace {

struct Row {
    std::string_view text;
    bool is_valid;
    std::string_view replaced;
    std::string_view reason;
};

using namespace std::string_view_literals;

constexpr Row rows[] = {
    {""sv, true, "", "nothing"},
    {"hello, world, this is ASCII"sv,
     true,
     "hello, world, this is ASCII",
     "several words of ASCII"},
    {"a\0b"sv, true, "a\0b"sv, "NUL is a character"},
    {"\xC2\x80"sv, true, "\xC2\x80", "the lowest of two bytes"},
    {"\xDF\xBF"sv, true, "\xDF\xBF", "the highest of two bytes"},
    {"\xE0\xA0\x80"sv, true, "\xE0\xA0\x80", "the lowest of three bytes"},
    {"\xED\x9F\xBF"sv, true, "\xED\x9F\xBF", "just below the surrogates"},
    {"\xEE\x80\x80"sv, true, "\xEE\x80\x80", "just above the surrogates"},
    {"\xEF\xBF\xBF"sv, true, "\xEF\xBF\xBF", "the highest of three bytes"},
    {"\xF0\x90\x80\x80"sv, true, "\xF0\x90\x80\x80", "the lowest of four bytes"},
    {"\xF4\x8F\xBF\xBF"sv, true, "\xF4\x8F\xBF\xBF", "U+10FFFF"},
    {"12345678\xC3\xA4"sv, true, "12345678\xC3\xA4", "behind a whole word of ASCII"},
    {"\x80"sv, false, "\uFFFD", "a continuation byte alone"},
    {"\xC0\xAF"sv, false, "\uFFFD\uFFFD", "an overlong slash"},
    {"\xC1\xBF"sv, false, "\uFFFD\uFFFD", "the last overlong lead of two"},
    {"\xE0\x9F\xBF"sv, false, "\uFFFD\uFFFD\uFFFD", "overlong in three bytes"},
    {"\xF0\x8F\xBF\xBF"sv, false, "\uFFFD\uFFFD\uFFFD\uFFFD", "overlong in four bytes"},
    {"\xED\xA0\x80"sv, false, "\uFFFD\uFFFD\uFFFD", "a surrogate"},
    {"\xF4\x90\x80\x80"sv, false, "\uFFFD\uFFFD\uFFFD\uFFFD", "above U+10FFFF"},
    {"\xF5\x80"sv, false, "\uFFFD\uFFFD", "a lead byte that never occurs"},
    {"\xFF"sv, false, "\uFFFD", "a byte that never occurs"},
    {"\xE2\x82"sv, false, "\uFFFD", "cut short at the end: one part"},
    {"\xE2\x82z"sv, false, "\uFFFDz", "cut short by ASCII, which stays"},
    {"\xF0\x9F\x98\xE2\x82\xAC"sv, false, "\uFFFD\xE2\x82\xAC", "cut short by a character"},
    {"12345678\x80"sv, false, "12345678\uFFFD", "behind a whole word of ASCII"},
};

TEST(Utf8, IsValidFollowsTheSpecification) {
    for (const Row& row : rows) {
        EXPECT_EQ(utf8::is_valid(row.text), row.is_valid) << row.reason;
    }
}

TEST(Utf8, ReplaceInvalidMarksEveryBrokenPartOnce) {
    for (const Row& row : rows) {
        EXPECT_EQ(utf8::replace_invalid(row.text), row.replaced) << row.reason;
    }
}

TEST(Utf8, ValidatorDoesNotDependOnWhereTextIsSplit) {
    for (const Row& row : rows) {
        for (std::size_t split = 0; split <= row.text.size(); ++split) {
            utf8::Validator validator;
            const bool both =
                validator.feed(row.text.substr(0, split)) && validator.feed(row.text.substr(split));
            EXPECT_EQ(both && validator.is_complete(), row.is_valid) << row.reason << ' ' << split;
        }
    }
}

TEST(Utf8, ValidatorReportsTheFirstImpossibleByte) {
    utf8::Validator validator;
    EXPECT_TRUE(validator.feed("\xED"));
    EXPECT_FALSE(validator.is_complete());
    EXPECT_FALSE(validator.feed("\xA0"));
    EXPECT_FALSE(validator.feed("a"));
    EXPECT_FALSE(validator.is_complete());
    validator.reset();
    EXPECT_TRUE(validator.feed("a"));
    EXPECT_TRUE(validator.is_complete());
}

TEST(Utf8, TruncateNeverCutsACharacter) {
    constexpr std::string_view text = "a\xE2\x82\xAC\xF0\x9F\x98\x80z";
    const std::size_t sizes[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9};
    for (std::size_t max = 0; max < std::size(sizes); ++max) {
        EXPECT_EQ(utf8::truncate(text, max), text.substr(0, sizes[max])) << max;
    }
}

}  // namespace
}  // namespace postern
