#include "gateway/core/api/server_texts.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::native {
namespace {

using namespace std::chrono_literals;

TEST(IsListenAddress, WantsANumericAddressAndAPort) {
    for (const std::string_view text :
         {"127.0.0.1:3001",
          "0.0.0.0:0",
          "255.255.255.255:65535",
          "[::1]:80",
          "[::]:443",
          "[::ffff:10.0.0.1]:1",
          "localhost:3001"}) {
        EXPECT_TRUE(is_listen_address(text)) << text;
    }
    for (const std::string_view text :
         {"",
          ":80",
          "3001",
          "127.0.0.1",
          "127.0.0.1:",
          "127.0.0.1:65536",
          "127.0.0.1:-1",
          "127.0.0.1:80x",
          "127.0.0:80",
          "127.0.0.256:80",
          "1.2.3.4.5:80",
          "::1:80",
          "[]:80",
          "[abc]:80",
          "[::g]:80",
          "example.com:80",
          "127.0.0.1 :80"}) {
        EXPECT_FALSE(is_listen_address(text)) << text;
    }
}

TEST(IsHost, WantsANameAndPerhapsAPort) {
    for (const std::string_view text : {"chat.example.com", "LOCALHOST", "a-b.c:8443"}) {
        EXPECT_TRUE(is_host(text)) << text;
    }
    for (const std::string_view text :
         {"", ":1", "a/b", "a b", "a:b", "a:", "a:70000", "https://a", "a_b"}) {
        EXPECT_FALSE(is_host(text)) << text;
    }
    EXPECT_FALSE(is_host(std::string(254, 'a')));
}

TEST(IsRegion, WantsLowerCase) {
    EXPECT_TRUE(is_region("us-gov-west-1"));
    EXPECT_FALSE(is_region(""));
    EXPECT_FALSE(is_region("US-east-1"));
    EXPECT_FALSE(is_region("us-east-1/x"));
}

TEST(IsAccountId, WantsTwelveDigits) {
    EXPECT_TRUE(is_account_id("000000000000"));
    EXPECT_FALSE(is_account_id("12345678901"));
    EXPECT_FALSE(is_account_id("1234567890123"));
    EXPECT_FALSE(is_account_id("12345678901a"));
}

TEST(ParseExpiration, ReadsIsoTimesInUtc) {
    const Instant second = parse_sigv4_time("20260219T070405Z").value();
    EXPECT_EQ(parse_expiration("2026-02-19T07:04:05Z"), second);
    EXPECT_EQ(parse_expiration("2026-02-19T07:04:05.1Z"), second + 100ms);
    EXPECT_EQ(parse_expiration("2026-02-19T07:04:05.012Z"), second + 12ms);
    for (const std::string_view text :
         {"",
          "Z",
          "2026-02-19",
          "2026-02-19T07:04:05",
          "2026-02-19T07:04:05+01:00",
          "2026-02-30T07:04:05Z",
          "2026-02-19T07:04:05.Z",
          "2026-02-19T07:04:05.0123Z",
          "2026-02-19T07:04:05.xZ",
          "2026-02-19 07:04:05Z",
          "20260219T070405Z"}) {
        EXPECT_EQ(parse_expiration(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace postern::native
