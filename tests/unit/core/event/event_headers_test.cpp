#include "gateway/core/event/event_headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace postern {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view peer = "203.0.113.24";

std::vector<EventParameter> headers_of(Fields sent) {
    Handshake handshake;
    handshake.headers = std::move(sent);
    handshake.trace_id = "Root=1-6996b5e5-1f2e3d4c5b6a798897a6b5c4";
    handshake.forwarded_proto = "https";
    handshake.forwarded_port = "443";
    return connect_headers(handshake, peer);
}

/// The values under exactly this spelling of a name.
std::optional<std::vector<std::string>> values_of(
    const std::vector<EventParameter>& headers, std::string_view name
) {
    for (const EventParameter& header : headers) {
        if (header.name == name) return header.values;
    }
    return std::nullopt;
}

TEST(ConnectHeaders, E05KeepLetterCaseOfClient) {
    const auto headers = headers_of({{"HeaderAuth1", "v"}, {"user-agent", "u"}});
    EXPECT_THAT(values_of(headers, "HeaderAuth1").value(), ElementsAre("v"));
    EXPECT_THAT(values_of(headers, "user-agent").value(), ElementsAre("u"));
}

TEST(ConnectHeaders, E06LackWhatConcernsTheHopOnly) {
    const auto headers = headers_of(
        {{"Connection", "keep-alive, Upgrade"},
         {"Upgrade", "websocket"},
         {"Content-Length", "0"},
         {"CONNECTION", "x"},
         {"content-length", "0"}}
    );
    EXPECT_EQ(headers.size(), 4U) << "only the gateway's own remain";
}

TEST(ConnectHeaders, E08TellWhereTheRequestCameFrom) {
    const auto headers = headers_of({{"Host", "h"}});
    EXPECT_THAT(values_of(headers, "X-Forwarded-For").value(), ElementsAre(peer));
    EXPECT_THAT(values_of(headers, "X-Forwarded-Port").value(), ElementsAre("443"));
    EXPECT_THAT(values_of(headers, "X-Forwarded-Proto").value(), ElementsAre("https"));
    EXPECT_THAT(
        values_of(headers, "X-Amzn-Trace-Id").value(),
        ElementsAre("Root=1-6996b5e5-1f2e3d4c5b6a798897a6b5c4")
    );
}

TEST(ConnectHeaders, AppendPeerToForwardedForOfClient) {
    const auto headers = headers_of({{"x-forwarded-for", "198.51.100.7"}});
    EXPECT_THAT(
        values_of(headers, "X-Forwarded-For").value(), ElementsAre("198.51.100.7, 203.0.113.24")
    );
}

TEST(ConnectHeaders, JoinRepeatedForwardedForInOrder) {
    const auto headers = headers_of({{"X-Forwarded-For", "a, b"}, {"X-Forwarded-For", "c"}});
    EXPECT_THAT(
        values_of(headers, "X-Forwarded-For").value(), ElementsAre("a, b, c, 203.0.113.24")
    );
}

TEST(ConnectHeaders, DoNotLetTheClientForgeThem) {
    const auto headers = headers_of(
        {{"x-forwarded-proto", "http"}, {"X-FORWARDED-PORT", "1"}, {"x-amzn-trace-id", "Root=0"}}
    );
    EXPECT_EQ(headers, headers_of({}));
}

TEST(ConnectHeaders, RepeatedHeaderHasAllValuesUnderFirstSpelling) {
    const auto headers =
        headers_of({{"X-Tag", "1"}, {"Host", "h"}, {"x-tag", "2"}, {"X-TAG", "3"}});
    EXPECT_THAT(values_of(headers, "X-Tag").value(), ElementsAre("1", "2", "3"));
    EXPECT_EQ(headers.size(), 6U);
}

TEST(ConnectHeaders, AreSortedWithoutRegardToLetterCase) {
    std::vector<std::string> names;
    for (const EventParameter& header :
         headers_of({{"origin", "o"}, {"X-B", "b"}, {"x-a", "a"}, {"Host", "h"}, {"x", "x"}})) {
        names.push_back(header.name);
    }
    EXPECT_THAT(
        names,
        ElementsAre(
            "Host",
            "origin",
            "x",
            "x-a",
            "X-Amzn-Trace-Id",
            "X-B",
            "X-Forwarded-For",
            "X-Forwarded-Port",
            "X-Forwarded-Proto"
        )
    );
}

TEST(QueryParameters, KeepOrderOfFirstAppearance) {
    const std::vector<EventParameter> expected{{"b", {"1", "3"}}, {"a", {"2"}}, {"", {"4"}}};
    EXPECT_EQ(query_parameters({{"b", "1"}, {"a", "2"}, {"b", "3"}, {"", "4"}}), expected);
}

TEST(QueryParameters, DifferInLetterCase) {
    EXPECT_EQ(query_parameters({{"a", "1"}, {"A", "2"}}).size(), 2U);
}

}  // namespace
}  // namespace postern
