#include "gateway/core/api/json_document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::native {
namespace {

TEST(ParseDocument, KeepsMembersInTheirOrder) {
    Problems repeated;
    const auto document =
        parse_document(R"({"b": [1, {"z": null, "a": true}], "a": -2.5})", repeated);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->dump(), R"({"b":[1,{"z":null,"a":true}],"a":-2.5})");
    EXPECT_TRUE(repeated.empty());
}

TEST(ParseDocument, SaysWhereTextIsNotJson) {
    struct Row {
        std::string_view text;
        std::string_view where;
        std::string_view what;
        const char* reason;
    };
    constexpr std::string_view comma = "look for a missing or superfluous comma, quote or brace";
    constexpr std::string_view ends =
        "not JSON: the text ends too early; close every quote, bracket and brace";
    const Row rows[] = {
        {"", "1:1", ends, "nothing at all"},
        {"{\"a\": 1,\n", "2:1", ends, "object not closed"},
        {"{\"a\": \"b", "1:8", ends, "string not closed"},
        {"{\"a\": 1,\n}", "2:1", comma, "comma before a brace"},
        {"{\"a\": 1\n \"b\": 2}", "2:4", comma, "comma missing"},
        {"{'a': 1}", "1:2", comma, "single quotes"},
        {"{\"a\": tru}", "1:10", comma, "unfinished word"},
        {"{\"a\": 1e999}", "1:11", comma, "number that nothing can hold"},
        {"{} x", "1:4", comma, "text behind the object"},
        {"{} // x", "1:4", "JSON has no comments, remove it", "comment"},
        {"{\"\xFF\": 1}", "1:3", comma, "not UTF-8"},
        {"{\"a\": \"\\ud800\"}", "1:14", comma, "half a surrogate pair"},
    };
    for (const Row& row : rows) {
        Problems repeated;
        const auto document = parse_document(row.text, repeated);
        ASSERT_FALSE(document) << row.reason;
        ASSERT_EQ(document.error().size(), 1U) << row.reason;
        const Problem problem = document.error().front();
        EXPECT_EQ(problem.where, row.where) << row.reason;
        EXPECT_TRUE(problem.what.ends_with(row.what)) << row.reason << ": " << problem.what;
    }
}

TEST(ParseDocument, FindsKeysGivenTwice) {
    Problems repeated;
    const auto document =
        parse_document(R"({"a": [{"x": 1}, {"b/~": 1, "b/~": 2}], "a": 3})", repeated);
    ASSERT_TRUE(document);
    ASSERT_EQ(repeated.size(), 2U);
    EXPECT_EQ(repeated[0].where, "/a/1/b~1~0");
    EXPECT_EQ(repeated[1].where, "/a");
}

TEST(ParseDocument, RefusesToNestTooDeeply) {
    Problems repeated;
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parse_document(nested(max_depth), repeated));
    const auto document = parse_document(nested(max_depth + 1), repeated);
    ASSERT_FALSE(document);
    EXPECT_TRUE(document.error().front().what.starts_with("nested deeper than 100 levels"));
}

TEST(PointerTo, EscapesWhatSeparates) {
    EXPECT_EQ(pointer_to("/routes", "a/b~c"), "/routes/a~1b~0c");
    EXPECT_EQ(pointer_to("", ""), "/");
}

TEST(SortByPlace, PutsProblemsIntoTheOrderOfTheFile) {
    Problems repeated;
    const auto document = parse_document(R"({"z": {"a": 1}, "b": [1, 2], "a": 3})", repeated);
    Problems problems{
        {"/a", "last"},
        {"/b/1", "fourth"},
        {"", "first"},
        {"/z/missing", "second"},
        {"/b/0", "third"},
        {"/z/a", "after its object"},
    };
    sort_by_place(problems, *document);
    std::vector<std::string> order;
    for (const Problem& problem : problems)
        order.push_back(problem.what);
    const std::vector<std::string> expected{
        "first", "second", "after its object", "third", "fourth", "last"};
    EXPECT_EQ(order, expected);
}

}  // namespace
}  // namespace postern::native
