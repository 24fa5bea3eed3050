#include "gateway/core/api/compile.hpp"

#include "tests/unit/core/api/sample_definitions.hpp"

#include <gtest/gtest.h>

namespace postern {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view all_routes = R"("routeSelectionExpression": "$request.body.action",
    "routes": {"$connect": {"target": "integrations/one"}, "$disconnect": {}, "$default": {},
               "join": {"target": "integrations/two",
                        "routeResponseSelectionExpression": "$default"}})";

/// Key of the route that `message` takes, or `none`.
std::string selected(const CompiledApi& api, std::string_view message) {
    std::string scratch;
    const CompiledRoute* const route = api.select(message, scratch);
    return route == nullptr ? "none" : route->route_key;
}

TEST(CompiledApi, BindsRoutesToFunctions) {
    const CompiledApi api(api_of(all_routes));
    EXPECT_EQ(api.api_id(), "chat");
    ASSERT_EQ(api.routes().size(), 4U);
    for (std::size_t i = 0; i < api.routes().size(); ++i)
        EXPECT_EQ(api.routes()[i].index, i);

    std::string scratch;
    const CompiledRoute* const join = api.select(R"({"action":"join"})", scratch);
    ASSERT_NE(join, nullptr);
    EXPECT_EQ(join->function, "f");
    EXPECT_EQ(join->timeout, 50ms);
    EXPECT_TRUE(join->is_two_way);

    ASSERT_NE(api.connect_route(), nullptr);
    EXPECT_EQ(api.connect_route()->route_key, "$connect");
    EXPECT_EQ(api.connect_route()->timeout, 29s);
    EXPECT_FALSE(api.connect_route()->is_two_way);
    ASSERT_NE(api.disconnect_route(), nullptr);
    EXPECT_EQ(api.disconnect_route()->route_key, "$disconnect");
    EXPECT_EQ(api.disconnect_route()->function, "");
}

TEST(CompiledApi, SelectsTheRouteWithExactlyThatKey) {
    struct Row {
        std::string_view message;
        std::string_view route;
        const char* reason;
    };
    constexpr Row rows[] = {
        {R"({"action":"join"})", "join", "R-01"},
        {R"({"action":"$default"})", "$default", "names $default itself"},
        {"hello", "$default", "R-16: not JSON"},
        {R"({"action":"nope"})", "$default", "R-18: no such key"},
        {R"({"action":"Join"})", "$default", "R-20: other case"},
        {R"({"action":" join"})", "$default", "R-21: white space counts"},
        {R"("join")", "$default", "R-25: a string has no members"},
        {R"({"action":"$connect"})", "$default", "R-26: not for messages"},
        {R"({"action":"$disconnect"})", "$default", "R-27: not for messages"},
        {R"({"action":""})", "$default", "R-32: empty"},
        {"", "$default", "R-33: empty text"},
    };
    const CompiledApi api(api_of(all_routes));
    for (const Row& row : rows)
        EXPECT_EQ(selected(api, row.message), row.route) << row.reason;
}

TEST(CompiledApi, SelectsNothingWithoutADefaultRoute) {
    const CompiledApi api(api_of(R"("routeSelectionExpression": "$request.body.action",
                                    "routes": {"$connect": {}, "join": {}})"));
    EXPECT_EQ(selected(api, "hello"), "none") << "R-17";
    EXPECT_EQ(selected(api, R"({"action":"nope"})"), "none") << "R-19";
    EXPECT_EQ(selected(api, R"({"action":"$connect"})"), "none");
    EXPECT_EQ(selected(api, R"({"action":"join"})"), "join");
    EXPECT_EQ(api.disconnect_route(), nullptr);
}

TEST(CompiledApi, SelectsWithoutLookingAtTheMessageWhenTheExpressionDoesNot) {
    const CompiledApi api(api_of(R"("routeSelectionExpression": "join", "routes": {"join": {}})"));
    EXPECT_EQ(selected(api, "not JSON"), "join");
}

TEST(CompiledApi, KeepsItsRoutesWhenCopied) {
    auto original = std::make_unique<CompiledApi>(api_of(all_routes));
    const CompiledApi copy = *original;
    original.reset();
    EXPECT_EQ(copy.connect_route(), &copy.routes()[copy.connect_route()->index]);
    EXPECT_EQ(selected(copy, "hello"), "$default");
}

TEST(CompiledApi, FindsStagesByName) {
    const CompiledApi api(api_of(all_routes));
    ASSERT_NE(api.stage("dev"), nullptr);
    EXPECT_EQ(api.stage("dev")->name, "dev");
    EXPECT_EQ(api.stage("Dev"), nullptr);
    EXPECT_EQ(api.stage(""), nullptr);
    EXPECT_EQ(api.stages().size(), 1U);
}

}  // namespace
}  // namespace postern
