#include "gateway/app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::app {
namespace {

using testing::HasSubstr;

TEST(Settings, OptionsWinOverTheFile) {
    RunOptions options;
    options.listen = "127.0.0.1:4000";
    ServerSettings server;
    server.listen = "127.0.0.1:5000";
    server.region = "eu-west-1";
    const auto settings = settle(options, server);
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->listen.port(), 4000);
    EXPECT_EQ(settings->region, "eu-west-1");
    EXPECT_EQ(settings->account_id, "000000000000");
}

TEST(Settings, LocalWithoutCredentialsIsOpenAndSaysSo) {
    const auto settings = settle({}, {});
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->callback_auth, CallbackAuth::none);
    EXPECT_TRUE(settings->is_open_by_default);
}

TEST(Settings, CredentialsRequireSignatures) {
    RunOptions options;
    options.access_key_id = "AKID";
    options.secret_access_key = "secret";
    const auto settings = settle(options, {});
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->callback_auth, CallbackAuth::aws_iam);
    EXPECT_FALSE(settings->is_open_by_default);
}

TEST(Settings, PublicListenerWithoutCredentialsIsRefused) {
    for (const char* address : {"0.0.0.0:3001", "[::]:3001", "192.0.2.1:3001"}) {
        RunOptions options;
        options.listen = address;
        const auto settings = settle(options, {});
        ASSERT_FALSE(settings.has_value()) << address;
        EXPECT_THAT(settings.error().front().what, HasSubstr("--callback-auth NONE"));
    }
}

TEST(Settings, PublicAdminListenerCountsToo) {
    RunOptions options;
    options.admin = "0.0.0.0:3002";
    EXPECT_FALSE(settle(options, {}).has_value());
}

TEST(Settings, NoneInSoManyWordsIsAccepted) {
    RunOptions options;
    options.listen = "0.0.0.0:3001";
    options.callback_auth = "NONE";
    const auto settings = settle(options, {});
    ASSERT_TRUE(settings.has_value());
    EXPECT_EQ(settings->callback_auth, CallbackAuth::none);
    EXPECT_FALSE(settings->is_open_by_default);
}

TEST(Settings, HalfACredentialIsRefused) {
    RunOptions options;
    options.access_key_id = "AKID";
    ASSERT_FALSE(settle(options, {}).has_value());
}

TEST(Settings, BadAddressesAreAllReported) {
    RunOptions options;
    options.listen = "nowhere";
    options.admin = "127.0.0.1:99999";
    const auto settings = settle(options, {});
    ASSERT_FALSE(settings.has_value());
    EXPECT_EQ(settings.error().size(), 2U);
}

TEST(Settings, AdminMayBeOff) {
    RunOptions options;
    options.admin = "off";
    const auto settings = settle(options, {});
    ASSERT_TRUE(settings.has_value());
    EXPECT_FALSE(settings->admin.has_value());
}

}  // namespace
}  // namespace postern::app
