#include "gateway/core/expression/selection.hpp"
#include "tests/support/counted_memory.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace postern {
namespace {

TEST(SelectionExpressionAllocations, AreCountedAtAll) {
    const std::size_t before = tests::memory::allocations();
    const std::string longer_than_inline(100, 'x');
    EXPECT_EQ(longer_than_inline.size(), 100U);
    EXPECT_EQ(tests::memory::allocations(), before + 1);
}

TEST(SelectionExpressionAllocations, AreNoneForPlainPathsOnceScratchHasGrown) {
    constexpr std::string_view message =
        R"({"service":"a name that no inline buffer could ever hold","\u0061ction":"tab\t",)"
        R"("list":[{"x":1.5},[[]],17],"action":"join\n and a long tail behind the escape",)"
        R"(nearly:'valid',})";
    for (const std::string_view text : {
             "$request.body.service",
             "$request.body.action",
             "$request.body.missing.deeper[3]",
             "${request.body.service}/${request.body.action}/${request.body.list[0].x}",
             "${request.body.a}${request.body.b}${request.body.c}${request.body.d}-"
             "${request.body.e}${request.body.f}${request.body.g}${request.body.list[2]}",
             "a static expression of more than a few characters",
         }) {
        const auto expression = SelectionExpression::parse(text).value();
        std::string scratch;
        const bool is_json = expression.evaluate(message, scratch).has_value();
        const std::size_t before = tests::memory::allocations();
        for (int i = 0; i < 3; ++i) {
            EXPECT_TRUE(expression.evaluate(message, scratch));
        }
        EXPECT_EQ(tests::memory::allocations(), before) << text;
        EXPECT_TRUE(is_json);
    }
}

TEST(SelectionExpressionAllocations, AreNoneForMessagesThatAreNotJson) {
    const auto expression = SelectionExpression::parse("$request.body.action").value();
    std::string scratch;
    const std::size_t before = tests::memory::allocations();
    EXPECT_FALSE(expression.evaluate("this is not JSON, and quite long", scratch));
    EXPECT_EQ(tests::memory::allocations(), before);
}

}  // namespace
}  // namespace postern
