#include "gateway/core/json/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace postern {
namespace {

using namespace std::string_view_literals;

std::string written(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
}

std::string unescaped(std::string_view inside) {
    std::string out;
    json::append_unescaped(out, inside);
    return out;
}

TEST(JsonAppendString, EscapesOnlyWhatMustBe) {
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(written("a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(written("\b\f\n\r\t"), R"("\b\f\n\r\t")");
    EXPECT_EQ(written("\0\x01\x0B\x1F\x7F"sv), "\"\\u0000\\u0001\\u000b\\u001f\x7F\"");
    EXPECT_EQ(written("\u20AC\U0001F600"), "\"\u20AC\U0001F600\"");
}

TEST(JsonAppendString, AppendsBehindWhatIsThere) {
    std::string out = "{\"a\":";
    json::append_string(out, "b");
    EXPECT_EQ(out, R"({"a":"b")");
}

struct Row {
    std::string_view inside;
    std::string_view text;
    std::string_view reason;
};

constexpr Row rows[] = {
    {"", "", "nothing"},
    {"plain", "plain", "no escapes"},
    {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t", "every short escape"},
    {R"(a\u0062c)", "abc", "one byte"},
    {R"(\u0000)", "\0"sv, "NUL"},
    {R"(\u00e4\u00E4)", "\u00E4\u00E4", "two bytes, digits of both cases"},
    {R"(\u20ac)", "\u20AC", "three bytes"},
    {R"(\ud83d\ude00)", "\U0001F600", "a surrogate pair is one character"},
    {R"(\ud83dx)", "\uFFFDx", "a high surrogate alone"},
    {R"(\ude00\ud83d)", "\uFFFD\uFFFD", "a pair in the wrong order"},
    {R"(\ud83d\u0041)",
     "\uFFFD"
     "A",
     "a high surrogate before another character"},
    {R"(\')", "'", "an escape of lenient JSON"},
};

TEST(JsonAppendUnescaped, ResolvesEscapes) {
    for (const Row& row : rows) {
        EXPECT_EQ(unescaped(row.inside), row.text) << row.reason;
    }
}

TEST(JsonAppendUnescaped, UndoesAppendStringForEveryCharacterOfAscii) {
    std::string text;
    for (char c = 0; c < 0x7F; ++c) {
        text += c;
    }
    const std::string quoted = written(text);
    EXPECT_EQ(unescaped(std::string_view(quoted).substr(1, quoted.size() - 2)), text);
}

TEST(JsonEqualsUnescaped, ComparesWhatTheEscapesStandFor) {
    for (const Row& row : rows) {
        EXPECT_TRUE(json::equals_unescaped(row.inside, row.text)) << row.reason;
        EXPECT_FALSE(json::equals_unescaped(row.inside, std::string(row.text) + "x")) << row.reason;
        if (row.text.empty()) continue;
        EXPECT_FALSE(json::equals_unescaped(row.inside, row.text.substr(1))) << row.reason;
        EXPECT_FALSE(json::equals_unescaped(row.inside, row.text.substr(0, row.text.size() - 1)))
            << row.reason;
    }
}

}  // namespace
}  // namespace postern
