#include "gateway/client/url.hpp"

#include <gtest/gtest.h>

namespace postern::client {
namespace {

struct UrlRow {
    const char* reason;
    const char* text;
    Url::Security security;
    const char* host;
    int port;
    const char* authority;
    const char* target;
};

class ParsedUrl : public testing::TestWithParam<UrlRow> {};

TEST_P(ParsedUrl, HasItsParts) {
    const UrlRow& row = GetParam();
    const auto parsed = parse_url(row.text);
    const auto* url = std::get_if<Url>(&parsed);
    ASSERT_NE(url, nullptr) << std::get<std::string>(parsed);
    EXPECT_EQ(url->security, row.security);
    EXPECT_EQ(url->host, row.host);
    EXPECT_EQ(url->port, row.port);
    EXPECT_EQ(url->authority, row.authority);
    EXPECT_EQ(url->target, row.target);
}

constexpr auto plain = Url::Security::plain;
constexpr auto tls = Url::Security::tls;

INSTANTIATE_TEST_SUITE_P(
    Client,
    ParsedUrl,
    testing::Values(
        UrlRow{
            "Local", "ws://127.0.0.1:3001/dev", plain, "127.0.0.1", 3001, "127.0.0.1:3001", "/dev"},
        UrlRow{"HttpIsTheSame", "http://h:3001/dev", plain, "h", 3001, "h:3001", "/dev"},
        UrlRow{"DefaultPortOfWs", "ws://h/dev", plain, "h", 80, "h", "/dev"},
        UrlRow{"DefaultPortOfWss", "wss://h/dev", tls, "h", 443, "h", "/dev"},
        UrlRow{"DefaultPortIsNotRepeated", "https://h:443/dev", tls, "h", 443, "h", "/dev"},
        UrlRow{"OtherDefaultPortIs", "wss://h:80/dev", tls, "h", 80, "h:80", "/dev"},
        UrlRow{"EmptyPort", "ws://h:/dev", plain, "h", 80, "h", "/dev"},
        UrlRow{"SchemeInCapitals", "WS://h/dev", plain, "h", 80, "h", "/dev"},
        UrlRow{"NoPath", "wss://h", tls, "h", 443, "h", "/"},
        UrlRow{"QueryWithoutPath", "wss://h?a=1", tls, "h", 443, "h", "/?a=1"},
        UrlRow{
            "QueryAsWritten",
            "ws://h/dev?b=a%20b&c=%3D",
            plain,
            "h",
            80,
            "h",
            "/dev?b=a%20b&c=%3D"},
        UrlRow{"FragmentIsLeftOut", "ws://h/dev#top", plain, "h", 80, "h", "/dev"},
        UrlRow{"Ipv6", "ws://[::1]:3001/dev", plain, "::1", 3001, "[::1]:3001", "/dev"},
        UrlRow{
            "CallbackPath",
            "http://h/dev/@connections/a%3D",
            plain,
            "h",
            80,
            "h",
            "/dev/@connections/a%3D"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

TEST(Url, KeepsItsOriginForMessages) {
    EXPECT_EQ(std::get<Url>(parse_url("wss://h:8443/dev?x=1")).origin, "wss://h:8443");
}

TEST(Url, RefusesWhatNamesNoGateway) {
    for (const char* text :
         {"",
          "nonsense",
          "127.0.0.1:3001/dev",
          "ftp://h/dev",
          "ws:///dev",
          "ws://h:0/dev",
          "ws://h:65536/dev",
          "ws://h:x/dev",
          "ws://user@h/dev",
          "ws://h/a b",
          "ws://h/%4"}) {
        const auto parsed = parse_url(text);
        const auto* problem = std::get_if<std::string>(&parsed);
        ASSERT_NE(problem, nullptr) << text;
        EXPECT_TRUE(problem->starts_with("'" + std::string{text} + "' is not a URL of a gateway: "))
            << *problem;
    }
}

}  // namespace
}  // namespace postern::client
