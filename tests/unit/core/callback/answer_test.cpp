#include "gateway/core/callback/answer.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace postern::callback {
namespace {

struct AnswerCase {
    const char* reason;
    HttpAnswer answer;
    unsigned status;
    const char* error_type;
    const char* body;
    bool has_content;
    bool has_trace_id;
};

TEST(CallbackAnswer, HasStatusTypeAndBodyOfAws) {
    const AnswerCase cases[] = {
        {"C-01: posted", posted(), 200, "", "", true, true},
        {"C-02: deleted", removed(), 204, "", "", false, true},
        {"C-04, C-05: gone", gone(), 410, "GoneException", "", true, true},
        {"C-06: malformed id",
         invalid_connection_id("WDGT8fY4joECJrQ=test"),
         400,
         "BadRequestException",
         R"({"message":"Invalid connectionId: WDGT8fY4joECJrQ=test"})",
         true,
         false},
        {"C-07: somebody's own id",
         invalid_connection_id("bot_1"),
         400,
         "BadRequestException",
         R"({"message":"Invalid connectionId: bot_1"})",
         true,
         false},
        {"C-08: stage missing",
         forbidden(),
         403,
         "ForbiddenException",
         R"({"message":"Forbidden"})",
         true,
         false},
        {"C-09: stage below a root mapping",
         no_such_route("prod/@connections/L0SM9cOFvHcCI_w=", "POST"),
         404,
         "NotFoundException",
         R"({"message":"No method found matching route prod/@connections/L0SM9cOFvHcCI_w= )"
         R"(for http method POST."})",
         true,
         false},
        {"C-12: unsigned",
         error_answer(403, "MissingAuthenticationTokenException", "Missing Authentication Token"),
         403,
         "MissingAuthenticationTokenException",
         R"({"message":"Missing Authentication Token"})",
         true,
         false},
        {"C-15: too large",
         payload_too_large(),
         413,
         "PayloadTooLargeException",
         R"({"message":"Payload Too Large"})",
         true,
         false},
        {"C-19: PUT",
         no_such_route("@connections/L0SM9cOFvHcCI_w=", "PUT"),
         404,
         "NotFoundException",
         R"({"message":"No method found matching route @connections/L0SM9cOFvHcCI_w= )"
         R"(for http method PUT."})",
         true,
         false},
        {"buffer full", limit_exceeded(), 429, "LimitExceededException", "", true, false},
        {"fault of the gateway",
         internal_error(),
         500,
         "InternalServerErrorException",
         R"({"message":"Internal server error"})",
         true,
         false},
    };
    for (const AnswerCase& expected : cases) {
        EXPECT_EQ(expected.answer.status, expected.status) << expected.reason;
        EXPECT_EQ(expected.answer.error_type, expected.error_type) << expected.reason;
        EXPECT_EQ(expected.answer.body, expected.body) << expected.reason;
        EXPECT_EQ(expected.answer.has_content, expected.has_content) << expected.reason;
        EXPECT_EQ(expected.answer.has_trace_id, expected.has_trace_id) << expected.reason;
    }
}

TEST(CallbackAnswer, C06HasTheRecordedLength) {
    EXPECT_EQ(invalid_connection_id("WDGT8fY4joECJrQ=test").body.size(), 56U);
}

TEST(CallbackAnswer, EscapesWhatTheCallerSent) {
    EXPECT_EQ(
        invalid_connection_id("a\"b\n\xFF").body,
        "{\"message\":\"Invalid connectionId: a\\\"b\\n\xEF\xBF\xBD\"}"
    );
}

/// A golden file byte for byte; it ends without a newline, as the body does.
std::string golden(const std::string& name) {
    std::ifstream file(
        std::string(POSTERN_SOURCE_DIR "/tests/golden/callback/") + name, std::ios::binary
    );
    return {std::istreambuf_iterator<char>(file), {}};
}

Description sample_description() {
    return {
        .source_ip = "203.0.113.24",
        .user_agent = "ExampleClient/4.1",
        .connected_at = Instant(std::chrono::milliseconds(1771484645123)),
        .last_active_at = Instant(std::chrono::milliseconds(1771484647440))};
}

TEST(Described, C03MatchesGolden) {
    const HttpAnswer answer = described(sample_description());
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.error_type, "");
    EXPECT_EQ(answer.body, golden("get_connection.json"));
    EXPECT_TRUE(answer.has_content);
    EXPECT_TRUE(answer.has_trace_id);
}

TEST(Described, C20HasNullForClientWithoutUserAgent) {
    Description description = sample_description();
    description.user_agent.reset();
    EXPECT_EQ(described(description).body, golden("get_connection_without_user_agent.json"));
}

TEST(Described, EscapesTheUserAgent) {
    Description description = sample_description();
    description.user_agent = "a\"\xE9";
    EXPECT_NE(
        described(description).body.find("\"userAgent\" : \"a\\\"\xEF\xBF\xBD\"\n"),
        std::string::npos
    );
}

}  // namespace
}  // namespace postern::callback
