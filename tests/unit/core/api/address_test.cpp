#include "gateway/core/api/address.hpp"

#include "tests/unit/core/api/sample_definitions.hpp"

#include <gtest/gtest.h>

namespace postern {
namespace {

/// APIs with the given stages, as `ID=STAGE,STAGE` each.
std::vector<CompiledApi> apis_of(std::initializer_list<std::pair<const char*, const char*>> list) {
    std::vector<CompiledApi> apis;
    for (const auto& [id, stages] : list) {
        const std::string text = R"({"apis": {")" + std::string(id) +
                                 R"(": {"routeSelectionExpression": "x", "routes": {"x": {}},
                                        "stages": {)" +
                                 stages + "}}}}";
        apis.emplace_back(read_native_json(text).value().apis.at(id));
    }
    return apis;
}

/// `INDEX STAGE [REST]`, or `none`.
std::string resolved(
    const std::vector<CompiledApi>& apis,
    std::string_view host,
    std::string_view target,
    std::string_view only_stage = {}
) {
    const auto address = resolve_address(apis, host, target, only_stage);
    if (!address) return "none";
    return std::to_string(address->api) + ' ' + address->stage + " [" + address->rest + ']';
}

TEST(ResolveAddress, FindsTheOnlyApi) {
    const auto apis = apis_of({{"chat", R"("dev": {})"}});
    struct Row {
        std::string_view target;
        std::string_view expected;
        const char* reason;
    };
    constexpr Row rows[] = {
        {"/dev", "0 dev []", "stage"},
        {"/dev/", "0 dev []", "trailing slash"},
        {"//dev", "0 dev []", "repeated slashes count as one"},
        {"/d%65v", "0 dev []", "decoded"},
        {"/d%2565v", "none", "decoded once only"},
        {"/Dev", "none", "stages have case"},
        {"/dev/x", "0 dev [x]", "the caller judges the rest"},
        {"/dev/@connections/abc=", "0 dev [@connections/abc=]", "callback"},
        {"/dev//%40connections//abc%3D", "0 dev [@connections/abc=]", "as SDKs send it"},
        {"/chat/dev", "0 dev []", "with the apiId"},
        {"/chat/dev/@connections/abc=", "0 dev [@connections/abc=]", "callback with the apiId"},
        {"/chat", "none", "apiId alone"},
        {"/chat/prod", "none", "apiId with another stage"},
        {"/", "0 dev []", "the only stage of all"},
        {"", "0 dev []", "no path"},
        {"/@connections/abc=", "0 dev [@connections/abc=]", "as with a root mapping"},
        {"/favicon.ico", "none", "anything else"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(resolved(apis, "localhost:3001", row.target), row.expected) << row.reason;
    }
}

TEST(ResolveAddress, TellsApisWithTheSameStageApartByHostOrPath) {
    const auto apis = apis_of({{"chat", R"("dev": {}, "prod": {})"}, {"game", R"("dev": {})"}});
    EXPECT_EQ(resolved(apis, "localhost", "/dev"), "none");
    EXPECT_EQ(resolved(apis, "localhost", "/prod"), "0 prod []");
    EXPECT_EQ(resolved(apis, "game.execute-api.us-east-1.amazonaws.com", "/dev"), "1 dev []");
    EXPECT_EQ(resolved(apis, "CHAT.localhost:3001", "/dev/x"), "0 dev [x]");
    EXPECT_EQ(resolved(apis, "game.localhost", "/prod"), "0 prod []") << "the stage is unique";
    EXPECT_EQ(resolved(apis, "game", "/dev"), "none") << "a name of one label is no API's";
    EXPECT_EQ(resolved(apis, "localhost", "/game/dev/x"), "1 dev [x]");
    EXPECT_EQ(resolved(apis, "chat.localhost", "/game/dev"), "1 dev []") << "the path is explicit";
}

TEST(ResolveAddress, TakesTheRootForAStageOnlyWhenThereIsOne) {
    const auto apis = apis_of({{"chat", R"("dev": {}, "prod": {})"}, {"game", R"("test": {})"}});
    EXPECT_EQ(resolved(apis, "localhost", "/"), "none");
    EXPECT_EQ(resolved(apis, "localhost", "/@connections/x"), "none");
    EXPECT_EQ(resolved(apis, "game.localhost", "/"), "1 test []");
    EXPECT_EQ(resolved(apis, "chat.localhost", "/"), "none");
    EXPECT_EQ(resolved({}, "localhost", "/"), "none");
}

TEST(ResolveAddress, SeesOnlyTheStageAskedFor) {
    const auto apis = apis_of({{"chat", R"("dev": {}, "prod": {})"}, {"game", R"("dev": {})"}});
    EXPECT_EQ(resolved(apis, "localhost", "/prod", "prod"), "0 prod []");
    EXPECT_EQ(resolved(apis, "localhost", "/chat/dev", "prod"), "none");
    EXPECT_EQ(resolved(apis, "localhost", "/", "prod"), "0 prod []");
}

TEST(ResolveAddress, PrefersTheApiInThePathOverAStageOfTheSameName) {
    const auto apis = apis_of({{"chat", R"("chat": {}, "dev": {})"}});
    EXPECT_EQ(resolved(apis, "localhost", "/chat"), "0 chat []");
    EXPECT_EQ(resolved(apis, "localhost", "/chat/dev"), "0 dev []");
    EXPECT_EQ(resolved(apis, "localhost", "/chat/@connections/x"), "0 chat [@connections/x]");
}

}  // namespace
}  // namespace postern
