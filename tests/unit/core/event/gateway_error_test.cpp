#include "gateway/core/event/gateway_error.hpp"

#include <gtest/gtest.h>

namespace postern {
namespace {

std::string frame(std::string_view message) {
    const auto connection_id = ConnectionId::parse("L0SM9cOFvHcCI_w=");
    const auto request_id = RequestId::parse("Zk3nsGu9oAMFh7w=");
    std::string out;
    append_error_frame(out, message, connection_id.value(), request_id.value());
    return out;
}

struct ErrorCase {
    const char* vector;
    Errc error;
    const char* frame;
};

TEST(ErrorFrame, IsByteExactForEveryError) {
    constexpr const char* internal_error =
        R"({"message": "Internal server error", "connectionId":"L0SM9cOFvHcCI_w=", )"
        R"("requestId":"Zk3nsGu9oAMFh7w="})";
    constexpr ErrorCase cases[] = {
        {"F-01",
         Errc::no_route,
         R"({"message": "Forbidden", "connectionId":"L0SM9cOFvHcCI_w=", )"
         R"("requestId":"Zk3nsGu9oAMFh7w="})"},
        {"F-02, F-07: a function that throws", Errc::integration_failed, internal_error},
        {"one that cannot be invoked", Errc::integration_unavailable, internal_error},
        {"one that answers no proxy result", Errc::malformed_reply, internal_error},
        {"F-09, F-10",
         Errc::invalid_body,
         R"({"message": "Invalid request body", "connectionId":"L0SM9cOFvHcCI_w=", )"
         R"("requestId":"Zk3nsGu9oAMFh7w="})"},
        {"F-11",
         Errc::integration_timeout,
         R"({"message": "Endpoint request timed out", "connectionId":"L0SM9cOFvHcCI_w=", )"
         R"("requestId":"Zk3nsGu9oAMFh7w="})"},
        {"F-12",
         Errc::throttled,
         R"({"message": "Too Many Requests", "connectionId":"L0SM9cOFvHcCI_w=", )"
         R"("requestId":"Zk3nsGu9oAMFh7w="})"},
    };
    for (const ErrorCase& expected : cases) {
        EXPECT_EQ(frame(client_message(expected.error)), expected.frame) << expected.vector;
    }
}

TEST(ErrorFrame, EscapesTheMessage) {
    EXPECT_TRUE(frame("say \"no\"\n").starts_with(R"({"message": "say \"no\"\n", )"));
}

TEST(ErrorFrame, IsAppended) {
    std::string out = "before ";
    append_error_frame(out, "m", ConnectionId(), RequestId());
    EXPECT_EQ(
        out,
        R"(before {"message": "m", "connectionId":"AAAAAAAAAAAAAAA=", )"
        R"("requestId":"AAAAAAAAAAAAAAA="})"
    );
}

}  // namespace
}  // namespace postern
