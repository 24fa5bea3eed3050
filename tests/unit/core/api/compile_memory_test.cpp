#include "gateway/core/api/compile.hpp"
#include "tests/support/counted_memory.hpp"
#include "tests/unit/core/api/sample_definitions.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace postern {
namespace {

TEST(CompiledApiMemory, SelectsWithoutAllocatingOnceScratchHasGrown) {
    const CompiledApi api(api_of(
        R"("routeSelectionExpression": "${request.body.service}/${request.body.action}",
           "routes": {"$default": {}, "a service with a long name/join": {}})"
    ));
    constexpr std::string_view message =
        R"({"service":"a service with a long name","action":"join"})";
    std::string scratch;
    ASSERT_NE(api.select(message, scratch), nullptr);
    const std::size_t before = tests::memory::allocations();
    const CompiledRoute* const route = api.select(message, scratch);
    const CompiledRoute* const fallback = api.select("not JSON", scratch);
    EXPECT_EQ(tests::memory::allocations(), before);
    EXPECT_EQ(route->route_key, "a service with a long name/join");
    EXPECT_EQ(fallback->route_key, "$default");
}

}  // namespace
}  // namespace postern
