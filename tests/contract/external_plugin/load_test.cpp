#include "tests/contract/plugin_fixture.hpp"

namespace postern::contract {
namespace {

using ExternalPlugin = PluginTest;

TEST_F(ExternalPlugin, BuiltInCppAgainstTheInstalledPackageIsServed) {
    integration_ = load(test_plugin("shout"));
    ASSERT_NE(integration_, nullptr);
    FakeCall call;
    call.mutable_event().body = "hello";
    integration_->invoke(call);
    EXPECT_EQ(call.wait(), (Answer{Answer::Kind::body, 200, "HELLO", {}, Errc::ok}));
}

TEST_F(ExternalPlugin, BuiltInCAgainstTheInstalledPackageIsServed) {
    integration_ = load(test_plugin("quiet"));
    ASSERT_NE(integration_, nullptr);
    FakeCall call;
    integration_->invoke(call);
    EXPECT_EQ(call.wait().text, R"({"statusCode":200})");
}

}  // namespace
}  // namespace postern::contract
