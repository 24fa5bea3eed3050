#include "gateway/core/json/tree.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace postern {
namespace {

using json::Dialect;
using json::Tree;

Tree tree_of(std::string_view text) {
    return Tree::parse(text, Dialect::lenient).value();
}

TEST(Tree, FindsMembersAndElements) {
    const Tree tree = tree_of(R"({"a":[10,{"b":true}],"c":"x"})");
    const auto a = tree.member(tree.root(), "a");
    ASSERT_TRUE(a);
    EXPECT_EQ(tree.size(*a), 2U);
    EXPECT_EQ(tree.value(*tree.element(*a, 0)).text, "10");
    EXPECT_EQ(tree.value(*tree.member(*tree.element(*a, 1), "b")).kind, json::Kind::boolean);
    EXPECT_EQ(tree.value(*tree.member(tree.root(), "c")).text, "x");
    EXPECT_EQ(tree.value(*a).text, R"([10,{"b":true}])");
}

TEST(Tree, FindsNothingWhereThereIsNothing) {
    const Tree tree = tree_of(R"({"a":[1],"s":"x"})");
    const auto a = tree.member(tree.root(), "a");
    EXPECT_EQ(tree.member(tree.root(), "b"), std::nullopt);
    EXPECT_EQ(tree.element(*a, 1), std::nullopt);
    EXPECT_EQ(tree.member(*a, "a"), std::nullopt) << "an array has no members";
    EXPECT_EQ(tree.element(tree.root(), 0), std::nullopt) << "an object has no elements";
    EXPECT_EQ(tree.size(*tree.member(tree.root(), "s")), 0U);
}

TEST(Tree, KeepsOnlyTheLastOfEqualKeys) {
    const Tree tree = tree_of(R"({"a":1,"b":2,"\u0061":3,"a":4})");
    EXPECT_EQ(tree.size(tree.root()), 2U);
    EXPECT_EQ(tree.value(*tree.member(tree.root(), "a")).text, "4");
    std::string keys;
    tree.each_child(tree.root(), [&](Tree::Node node) { keys += tree.key(node).text; });
    EXPECT_EQ(keys, "ba");
}

TEST(Tree, ReadsOnlyWhatTheScannerAccepts) {
    EXPECT_FALSE(Tree::parse("{a:1}", Dialect::strict));
    EXPECT_TRUE(Tree::parse("{a:1}", Dialect::lenient));
    EXPECT_FALSE(Tree::parse("[1] 2", Dialect::lenient));
    EXPECT_FALSE(Tree::parse("[1,{\"a\"}]", Dialect::lenient));
    EXPECT_FALSE(Tree::parse(std::string(1'000'000, '['), Dialect::lenient));
}

}  // namespace
}  // namespace postern
