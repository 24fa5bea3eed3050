#include "gateway/core/websocket/handshake.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace postern::websocket {
namespace {

const std::pair<std::string, std::string> upgrade{"Upgrade", "websocket"};
const std::pair<std::string, std::string> connection{"Connection", "Upgrade"};
const std::pair<std::string, std::string> version{"Sec-WebSocket-Version", "13"};
const std::pair<std::string, std::string> key{"Sec-WebSocket-Key", "cSPm5HYtYSZU3BoudrY91w=="};

TEST(AcceptKey, H01MatchesTheRecording) {
    EXPECT_EQ(accept_key("cSPm5HYtYSZU3BoudrY91w=="), "e9Ztme4JDr4o30+FPAUZwoJMZcE=");
}

TEST(AcceptKey, MatchesRfc6455) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(CheckUpgrade, JudgesHeaders) {
    using Check = UpgradeCheck;
    const auto with_key = [](std::string value) {
        return Fields{upgrade, connection, version, {"Sec-WebSocket-Key", std::move(value)}};
    };
    struct Row {
        Fields headers;
        UpgradeCheck expected;
        std::string_view why;
    };
    const std::vector<Row> rows{
        {{upgrade, connection, version, key}, Check::ok, "everything there"},
        {{{"UPGRADE", "WebSocket"},
          {"connection", "keep-alive, upgrade"},
          {"sec-websocket-version", " 13 "},
          {"sec-websocket-key", "cSPm5HYtYSZU3BoudrY91w== "}},
         Check::ok,
         "any letter case, lists, blanks"},
        {{upgrade, {"Connection", "keep-alive"}, {"Connection", "Upgrade"}, version, key},
         Check::ok,
         "a list in two headers"},
        {{}, Check::not_an_upgrade, "H-28: a plain GET"},
        {{connection, version, key}, Check::not_an_upgrade, "Upgrade missing"},
        {{upgrade, version, key}, Check::not_an_upgrade, "Connection missing"},
        {{{"Upgrade", "h2c"}, connection, version, key}, Check::not_an_upgrade, "another protocol"},
        {{upgrade, {"Connection", "upgraded"}, version, key},
         Check::not_an_upgrade,
         "tokens are compared whole"},
        {{upgrade, connection, key}, Check::wrong_version, "version missing"},
        {{upgrade, connection, {"Sec-WebSocket-Version", "8"}, key},
         Check::wrong_version,
         "an old draft"},
        {{upgrade, connection, {"Sec-WebSocket-Version", "8"}, key, version},
         Check::wrong_version,
         "two versions at once"},
        {{upgrade, connection, version}, Check::bad_key, "key missing"},
        {{upgrade, connection, version, key, key}, Check::bad_key, "key repeated"},
        {with_key(""), Check::bad_key, "key empty"},
        {with_key("=="), Check::bad_key, "padding only"},
        {with_key("cSPm5HYtYSZU3BoudrY91w"), Check::bad_key, "padding missing"},
        {with_key("cSPm5HYtYSZU3BoudrY9"), Check::bad_key, "15 bytes"},
        {with_key("cSPm5HYtYSZU3BoudrY91wAA"), Check::bad_key, "18 bytes"},
        {with_key("cSPm5HYtYSZU3BoudrY9-_=="), Check::bad_key, "the other alphabet"},
    };
    for (const auto& [headers, expected, why] : rows)
        EXPECT_EQ(check_upgrade(headers), expected) << why;
}

TEST(HeaderValue, IsTheFirstOfThatName) {
    const Fields headers{{"A", "1"}, {"b", "2"}, {"a", "3"}};
    EXPECT_EQ(header_value(headers, "a"), "1");
    EXPECT_EQ(header_value(headers, "B"), "2");
    EXPECT_EQ(header_value(headers, "c"), "");
}

TEST(JoinedHeader, JoinsAllOfThatName) {
    const Fields headers{{"A", ""}, {"b", "2"}, {"a", "3"}};
    EXPECT_EQ(joined_header(headers, "A"), ", 3");
    EXPECT_EQ(joined_header(headers, "b"), "2");
    EXPECT_EQ(joined_header(headers, "c"), "");
}

}  // namespace
}  // namespace postern::websocket
