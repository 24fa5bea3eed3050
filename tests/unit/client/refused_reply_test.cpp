#include "gateway/client/refused_reply.hpp"

#include <gtest/gtest.h>

namespace postern::client {
namespace {

struct RefusalRow {
    const char* reason;
    unsigned status;
    const char* error_type;
    const char* body;
    const char* text;
};

class RefusedReply : public testing::TestWithParam<RefusalRow> {};

TEST_P(RefusedReply, IsOneLine) {
    const RefusalRow& row = GetParam();
    HttpReply reply{row.status, {{"Content-Type", "application/json"}}, row.body};
    if (*row.error_type != '\0') reply.headers.emplace_back("X-Amzn-Errortype", row.error_type);
    EXPECT_EQ(describe_refusal(reply), row.text);
}

INSTANTIATE_TEST_SUITE_P(
    Client,
    RefusedReply,
    testing::Values(
        RefusalRow{
            "Gone",
            410,
            "GoneException",
            "",
            "GoneException (410): the connection is closed, or never existed"},
        RefusalRow{
            "Forbidden",
            403,
            "ForbiddenException",
            R"({"message":"Forbidden"})",
            "ForbiddenException (403): Forbidden; check host and stage of the URL"},
        RefusalRow{
            "CapitalMessage",
            403,
            "AccessDeniedException",
            R"({"Message":"User: arn is not authorized."})",
            "AccessDeniedException (403): User: arn is not authorized; allow these credentials "
            "execute-api on this API"},
        RefusalRow{
            "LongMessageIsCutToItsFirstLine",
            403,
            "InvalidSignatureException",
            R"({"message":"It does not match. \n\nThe Canonical String"})",
            "InvalidSignatureException (403): It does not match; check the secret access key, the "
            "region and the clock"},
        RefusalRow{
            "UnknownType",
            418,
            "TeapotException",
            R"({"message":"m"})",
            "TeapotException (418): m"},
        RefusalRow{"NoType", 502, "", R"({"message":"m"})", "status 502: m"},
        RefusalRow{"NotJson", 502, "", "<html>", "status 502"},
        RefusalRow{"NotAnObject", 500, "", "[1]", "status 500"},
        RefusalRow{"MessageIsNoText", 500, "", R"({"message":1})", "status 500"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

}  // namespace
}  // namespace postern::client
