#include "gateway/core/json/scanner.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace postern {
namespace {

using json::Dialect;
using json::Kind;
using json::Scanner;
using namespace std::string_view_literals;

enum class Verdict { json, lenient_only, malformed };

struct Row {
    std::string_view text;
    Verdict verdict;
    std::string_view reason;
};

constexpr Row rows[] = {
    {R"({"a":1,"b":[true,false,null,"x"],"c":{}})", Verdict::json, "one of everything"},
    {" \t\r\n[ ] \n", Verdict::json, "white space around and inside"},
    {R"("join")", Verdict::json, "a string alone"},
    {"12", Verdict::json, "a number alone"},
    {"null", Verdict::json, "a literal alone"},
    {"", Verdict::malformed, "nothing"},
    {"  ", Verdict::malformed, "only white space"},
    {"hello", Verdict::malformed, "a bare word alone"},
    {"nul", Verdict::malformed, "part of a literal alone"},
    {R"({"a":1} x)", Verdict::malformed, "something behind"},
    {R"({"a":1}{)", Verdict::malformed, "a second value"},
    {"{} \0"sv, Verdict::malformed, "NUL behind"},
    {R"({"a":1)", Verdict::malformed, "an object cut short"},
    {R"({"a":)", Verdict::malformed, "a value is missing at the end"},
    {R"({"a":})", Verdict::malformed, "a value is missing"},
    {R"({"a" 1})", Verdict::malformed, "the colon is missing"},
    {R"({"a":1 "b":2})", Verdict::malformed, "the comma is missing"},
    {R"({"a"})", Verdict::malformed, "a key alone"},
    {R"({,})", Verdict::malformed, "a comma without member"},
    {"[1,,2]", Verdict::malformed, "two commas"},
    {"[,1]", Verdict::malformed, "a comma in front"},
    {"[1}", Verdict::malformed, "the wrong bracket"},
    {R"([{"a":1]])", Verdict::malformed, "the wrong bracket, nested"},
    {"]", Verdict::malformed, "a closing bracket"},
    {"[[[]]", Verdict::malformed, "a bracket too few"},
    {R"(["a)", Verdict::malformed, "a string cut short"},
    {R"(["a\)", Verdict::malformed, "an escape cut short"},
    {R"(["\u12g4"])", Verdict::malformed, "not a hexadecimal digit"},
    {R"(["\u12)", Verdict::malformed, "a \\u cut short"},
    {R"(["\x41"])", Verdict::malformed, "an unknown escape"},
    {"[\"a\nb\"]", Verdict::malformed, "a line break in a string"},
    {"[\"12345678\x1F 12345678\"]", Verdict::malformed, "a control character in a long string"},
    {R"(["\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00"])", Verdict::json, "every escape"},
    {"[\"\u20AC\x7F\"]", Verdict::json, "characters that need no escape"},
    {"[0,-0,10,1.5,-1e3,1E+2,1.25e-2]", Verdict::json, "numbers"},
    {"{\"a\":1,}", Verdict::lenient_only, "a trailing comma in an object"},
    {"[1,\n]", Verdict::lenient_only, "a trailing comma in an array"},
    {R"({action:"join"})", Verdict::lenient_only, "an unquoted key"},
    {R"({"action":join})", Verdict::lenient_only, "an unquoted word"},
    {R"({'action':'it\'s "x"'})", Verdict::lenient_only, "single quotes"},
    {"'join'", Verdict::lenient_only, "a single-quoted string alone"},
    {"[01,+1,.5,1.,1e,-,0x10,NaN]", Verdict::lenient_only, "numbers that are only words"},
    {"[\u20AC]", Verdict::lenient_only, "a word beyond ASCII"},
    {"01", Verdict::malformed, "a number-like word alone"},
    {R"(["\'"])", Verdict::lenient_only, "an escaped single quote"},
    {"{a b:1}", Verdict::malformed, "two words as a key"},
    {"[a b]", Verdict::malformed, "two words as a value"},
    {"{:1}", Verdict::malformed, "no key"},
    {"['a\"]", Verdict::malformed, "mixed quotes"},
};

TEST(Scanner, StrictAcceptsExactlyTheSpecification) {
    for (const Row& row : rows) {
        EXPECT_EQ(json::is_json(row.text, Dialect::strict), row.verdict == Verdict::json)
            << row.reason << ": " << row.text;
    }
}

TEST(Scanner, LenientAcceptsNearlyValidTextToo) {
    for (const Row& row : rows) {
        EXPECT_EQ(json::is_json(row.text, Dialect::lenient), row.verdict != Verdict::malformed)
            << row.reason << ": " << row.text;
    }
}

TEST(Scanner, FindsTheEndOfStringsOfEveryLength) {
    for (std::size_t length = 0; length < 40; ++length) {
        const std::string inside(length, 'x');
        const std::string quoted = '"' + inside + '"';
        Scanner scanner(quoted, Dialect::strict);
        json::Value value;
        ASSERT_TRUE(scanner.skip(value));
        EXPECT_EQ(value.text, inside);
        EXPECT_FALSE(value.has_escapes);
        EXPECT_TRUE(scanner.finish());
        EXPECT_FALSE(json::is_json('"' + inside, Dialect::strict)) << "cut short at " << length;
        EXPECT_TRUE(json::is_json('"' + inside + R"(\n")", Dialect::strict)) << length;
    }
}

TEST(Scanner, DescribesTheValueItPassed) {
    const struct {
        std::string_view text;
        Kind kind;
        std::string_view value;
    } values[] = {
        {R"( "a\n" )", Kind::string, R"(a\n)"},
        {"-1.5", Kind::number, "-1.5"},
        {"true", Kind::boolean, "true"},
        {"null", Kind::null, "null"},
        {" [1, 2] ", Kind::array, "[1, 2]"},
        {R"({"a":{}})", Kind::object, R"({"a":{}})"},
    };
    for (const auto& row : values) {
        Scanner scanner(row.text, Dialect::strict);
        json::Value value;
        ASSERT_TRUE(scanner.skip(value));
        EXPECT_EQ(value.kind, row.kind);
        EXPECT_EQ(value.text, row.value);
    }
}

TEST(Scanner, WalksMembersAndElements) {
    Scanner scanner(R"({ "a" : [1, {}, "x"] , "b":2 })", Dialect::strict);
    json::Value value;
    ASSERT_EQ(scanner.peek(), Kind::object);
    ASSERT_EQ(scanner.enter(), Scanner::Item::present);
    ASSERT_TRUE(scanner.key(value));
    EXPECT_EQ(value.text, "a");
    ASSERT_EQ(scanner.peek(), Kind::array);
    ASSERT_EQ(scanner.enter(), Scanner::Item::present);
    ASSERT_TRUE(scanner.skip(value));
    ASSERT_EQ(scanner.next(Kind::array), Scanner::Item::present);
    ASSERT_EQ(scanner.peek(), Kind::object);
    ASSERT_EQ(scanner.enter(), Scanner::Item::none);
    ASSERT_EQ(scanner.next(Kind::array), Scanner::Item::present);
    ASSERT_TRUE(scanner.skip(value));
    EXPECT_EQ(value.text, "x");
    ASSERT_EQ(scanner.next(Kind::array), Scanner::Item::none);
    ASSERT_EQ(scanner.next(Kind::object), Scanner::Item::present);
    ASSERT_TRUE(scanner.key(value));
    EXPECT_EQ(value.text, "b");
    ASSERT_TRUE(scanner.skip(value));
    EXPECT_EQ(scanner.next(Kind::object), Scanner::Item::none);
    EXPECT_TRUE(scanner.finish());
}

TEST(Scanner, RefusesToNestDeeperThanItsLimit) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(json::is_json(nested(Scanner::max_depth), Dialect::strict));
    EXPECT_FALSE(json::is_json(nested(Scanner::max_depth + 1), Dialect::strict));
    std::string objects;
    for (std::size_t i = 0; i < 100'000; ++i) {
        objects += "{\"a\":";
    }
    EXPECT_FALSE(json::is_json(objects, Dialect::strict));
}

TEST(Scanner, DepthIsGivenBackWhenAnArrayEnds) {
    std::string flat = "[";
    for (std::size_t i = 0; i < 2 * Scanner::max_depth; ++i) {
        flat += "[[]],{},";
    }
    flat += "0]";
    EXPECT_TRUE(json::is_json(flat, Dialect::strict));
}

}  // namespace
}  // namespace postern
