#include "gateway/core/websocket/deflate_offer.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace postern::websocket {
namespace {

std::optional<std::string> answer(std::string_view offers) {
    const auto agreement = negotiate_deflate(offers);
    return agreement ? std::optional(extension_header(*agreement)) : std::nullopt;
}

TEST(NegotiateDeflate, AnswersOffers) {
    struct Row {
        std::string_view offers;
        std::optional<std::string> expected;
        std::string_view why;
    };
    const std::string plain = "permessage-deflate";
    const Row rows[] = {
        {"permessage-deflate; client_max_window_bits", plain, "H-23: what browsers offer"},
        {"", std::nullopt, "H-24: nothing offered"},
        {"permessage-deflate; server_max_window_bits=12; client_max_window_bits=12",
         "permessage-deflate;server_max_window_bits=12",
         "recorded from API Gateway"},
        {"permessage-deflate", plain, "no parameters"},
        {"  permessage-deflate ;client_max_window_bits=15 ", plain, "blanks anywhere"},
        {"permessage-deflate; server_no_context_takeover",
         "permessage-deflate;server_no_context_takeover",
         "echoed"},
        {"permessage-deflate; client_no_context_takeover; server_no_context_takeover",
         "permessage-deflate;server_no_context_takeover;client_no_context_takeover",
         "both echoed"},
        {"permessage-deflate; server_max_window_bits=15",
         "permessage-deflate;server_max_window_bits=15",
         "RFC 7692 §7.1.2.1: accepting means naming it"},
        {"permessage-deflate; server_max_window_bits=\"10\"",
         "permessage-deflate;server_max_window_bits=10",
         "RFC 6455 §9.1: a value may be quoted"},
        {"x-webkit-deflate-frame, permessage-deflate", plain, "unknown extensions are passed over"},
        {"x; a=\"permessage-deflate, b\", permessage-deflate", plain, "quotes hide commas"},
        {"x; a=\"\\\"\", permessage-deflate", plain, "a backslash hides a quote"},
        {"permessage-deflate; server_max_window_bits=8, permessage-deflate",
         plain,
         "8 bits cannot be kept; the client's second choice"},
        {"permessage-deflate; server_max_window_bits=8", std::nullopt, "no second choice"},
        {"permessage-deflate; server_max_window_bits=9, permessage-deflate",
         "permessage-deflate;server_max_window_bits=9",
         "the first acceptable offer wins"},
        {"permessage-deflate; server_max_window_bits", std::nullopt, "needs a value"},
        {"permessage-deflate; server_max_window_bits=", std::nullopt, "an empty value"},
        {"permessage-deflate; server_max_window_bits=16", std::nullopt, "above 15"},
        {"permessage-deflate; server_max_window_bits=7", std::nullopt, "below 8"},
        {"permessage-deflate; server_max_window_bits=09", std::nullopt, "leading zero"},
        {"permessage-deflate; server_max_window_bits=1x", std::nullopt, "not a number"},
        {"permessage-deflate; server_max_window_bits=\"10", std::nullopt, "unfinished quote"},
        {"permessage-deflate; client_max_window_bits=16", std::nullopt, "above 15"},
        {"permessage-deflate; client_max_window_bits=", std::nullopt, "an empty value"},
        {"permessage-deflate; server_no_context_takeover=1", std::nullopt, "takes no value"},
        {"permessage-deflate; client_no_context_takeover=\"\"", std::nullopt, "takes no value"},
        {"permessage-deflate; client_max_window_bits; client_max_window_bits",
         std::nullopt,
         "a parameter twice"},
        {"permessage-deflate; server_no_context_takeover; server_no_context_takeover",
         std::nullopt,
         "a parameter twice"},
        {"permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
         std::nullopt,
         "a parameter twice"},
        {"permessage-deflate; bogus, permessage-deflate", plain, "unknown parameter"},
        {"permessage-deflate; ; client_max_window_bits", std::nullopt, "an empty parameter"},
        {"permessage-deflate client_max_window_bits", std::nullopt, "semicolon missing"},
        {"\"permessage-deflate\"", std::nullopt, "a name is not quoted"},
        {",,permessage-deflate,", plain, "empty list elements are allowed"},
    };
    for (const auto& [offers, expected, why] : rows)
        EXPECT_EQ(answer(offers), expected) << offers << ": " << why;
}

TEST(NegotiateDeflate, RemembersTheWindowTheClientKeepsTo) {
    EXPECT_EQ(
        negotiate_deflate("permessage-deflate; client_max_window_bits=10")->client_max_window_bits,
        10
    );
    EXPECT_EQ(
        negotiate_deflate("permessage-deflate; client_max_window_bits")->client_max_window_bits, 15
    );
}

}  // namespace
}  // namespace postern::websocket
