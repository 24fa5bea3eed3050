#include "gateway/client/callback_client.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace postern::client {
namespace {

TEST(CallbackPath, EncodesTheIdAsSdksDo) {
    EXPECT_EQ(callback_path("/dev", "L0SM9cOFvHcCIhw="), "/dev/@connections/L0SM9cOFvHcCIhw%3D");
    EXPECT_EQ(callback_path("/dev", "a/b+c="), "/dev/@connections/a%2Fb%2Bc%3D");
    EXPECT_EQ(callback_path("/dev", "x-_~.y"), "/dev/@connections/x-_~.y");
    EXPECT_EQ(callback_path("/dev", "\xC3\xBC"), "/dev/@connections/%C3%BC");
}

TEST(CallbackPath, JoinsWithOneSlash) {
    EXPECT_EQ(callback_path("/dev/", "x"), "/dev/@connections/x");
    EXPECT_EQ(callback_path("/", "x"), "/@connections/x");
    EXPECT_EQ(callback_path("/abc123/dev", "x"), "/abc123/dev/@connections/x");
}

struct UsageRow {
    const char* reason;
    const char* endpoint;
    const char* connection_id;
    const char* problem;
};

class BadCallbackUsage : public testing::TestWithParam<UsageRow> {};

TEST_P(BadCallbackUsage, IsToldInOneLineAndEndsWithTwo) {
    CallbackRequest request;
    request.verb = CallbackVerb::post;
    request.endpoint = GetParam().endpoint;
    request.connection_id = GetParam().connection_id;
    std::istringstream in{"unread"};
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(run_callback(request, in, out, err), 2);
    EXPECT_EQ(out.str(), "");
    EXPECT_EQ(err.str(), std::string{"postern post: "} + GetParam().problem + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Client,
    BadCallbackUsage,
    testing::Values(
        UsageRow{
            "Url",
            "dev",
            "x",
            "'dev' is not a URL of a gateway: it is not of the form scheme://host:port/path; write "
            "it like ws://127.0.0.1:3001/dev"},
        UsageRow{
            "Query",
            "http://127.0.0.1:3001/dev?x=1",
            "x",
            "the endpoint ends with its stage; leave out the query after '?'"},
        UsageRow{
            "EmptyId",
            "http://127.0.0.1:3001/dev",
            "",
            "the connection id is empty; events carry it as requestContext.connectionId"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

}  // namespace
}  // namespace postern::client
