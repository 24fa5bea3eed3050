#include "gateway/core/event/proxy_event.hpp"

#include "tests/unit/core/event/sample_events.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace postern {
namespace {

using Json = nlohmann::ordered_json;

/// A golden file without its layout, which is there for the reader only.
std::string golden(const std::string& name) {
    std::ifstream file(std::string(POSTERN_SOURCE_DIR "/tests/golden/event/") + name);
    return Json::parse(file).dump();
}

Json parsed(const Event& event) {
    return Json::parse(proxy_event(event));
}

std::vector<std::string> keys(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.push_back(name);
    }
    return names;
}

TEST(ProxyEvent, MatchesGoldenConnect) {
    EXPECT_EQ(
        proxy_event(sample::with_stage_variables(sample::connect(sample::handshake()))),
        golden("connect.json")
    );
}

TEST(ProxyEvent, MatchesGoldenMessage) {
    const Event event =
        sample::with_stage_variables(sample::message(R"({"action":"sendmessage", "text": "hi"})"));
    EXPECT_EQ(proxy_event(event), golden("message.json"));
}

TEST(ProxyEvent, MatchesGoldenDisconnect) {
    EXPECT_EQ(
        proxy_event(sample::with_stage_variables(sample::disconnect())), golden("disconnect.json")
    );
}

TEST(ProxyEvent, E01ConnectWithoutQueryHasNoQueryFields) {
    Handshake handshake = sample::handshake();
    handshake.query.clear();
    const std::vector<std::string> expected{
        "headers", "multiValueHeaders", "requestContext", "isBase64Encoded"};
    EXPECT_EQ(keys(parsed(sample::connect(std::move(handshake)))), expected);
}

TEST(ProxyEvent, E02LastValueOfRepeatedParameterWins) {
    Handshake handshake = sample::handshake();
    handshake.query = {{"room", "a"}, {"room", "b"}, {"lang", "de"}};
    const Json event = parsed(sample::connect(std::move(handshake)));
    EXPECT_EQ(event["queryStringParameters"].dump(), R"({"room":"b","lang":"de"})");
    EXPECT_EQ(
        event["multiValueQueryStringParameters"].dump(), R"({"room":["a","b"],"lang":["de"]})"
    );
}

TEST(ProxyEvent, E03KeepsBlankAndEmptyParameters) {
    Handshake handshake = sample::handshake();
    handshake.query = {{"q", "a b"}, {"e", ""}};
    const Json event = parsed(sample::connect(std::move(handshake)));
    EXPECT_EQ(event["queryStringParameters"].dump(), R"({"q":"a b","e":""})");
}

TEST(ProxyEvent, E04ConnectHasNothingOfMessageOrDisconnect) {
    const Json event = parsed(sample::connect(sample::handshake()));
    EXPECT_FALSE(event.contains("body"));
    EXPECT_EQ(event["isBase64Encoded"], false);
    for (const char* absent : {"messageId", "disconnectStatusCode", "disconnectReason"}) {
        EXPECT_FALSE(event["requestContext"].contains(absent)) << absent;
    }
}

TEST(ProxyEvent, E10MessageHasNoHeaders) {
    const std::vector<std::string> expected{"requestContext", "body", "isBase64Encoded"};
    EXPECT_EQ(keys(parsed(sample::message("{}"))), expected);
}

TEST(ProxyEvent, E11BodyIsTheMessageAsSent) {
    for (const char* body :
         {R"({"action":"x",  "n":1})",
          "",
          "no JSON",
          "line\r\n\ttab \x01 \"quoted\" \\ /",
          "gr\xC3\xBC\xC3\x9F \xF0\x9F\x91\x8B"}) {
        EXPECT_EQ(parsed(sample::message(body))["body"], body);
    }
}

TEST(ProxyEvent, E12EventsOfAConnectionRepeatItsFacts) {
    const Json events[] = {
        parsed(sample::connect(sample::handshake())),
        parsed(sample::message("{}")),
        parsed(sample::disconnect())};
    for (const Json& event : events) {
        for (const char* fact :
             {"connectionId", "connectedAt", "identity", "domainName", "apiId"}) {
            EXPECT_EQ(event["requestContext"][fact], events[0]["requestContext"][fact]) << fact;
        }
    }
}

TEST(ProxyEvent, E13AndE22HoldForEveryType) {
    const Json events[] = {
        parsed(sample::connect(sample::handshake())),
        parsed(sample::message("{}")),
        parsed(sample::disconnect())};
    for (const Json& event : events) {
        const Json& context = event["requestContext"];
        EXPECT_EQ(context["requestId"], context["extendedRequestId"]);
        EXPECT_EQ(context["messageDirection"], "IN");
    }
}

TEST(ProxyEvent, E14DisconnectShowsSyntheticHeaders) {
    const Json event = parsed(sample::disconnect());
    EXPECT_EQ(
        event["headers"].dump(),
        R"({"Host":"a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",)"
        R"("x-api-key":"","X-Forwarded-For":"","x-restapi":""})"
    );
    EXPECT_EQ(
        event["multiValueHeaders"].dump(),
        R"({"Host":["a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com"],)"
        R"("x-api-key":[""],"X-Forwarded-For":[""],"x-restapi":[""]})"
    );
}

TEST(ProxyEvent, ShowsEmptyDisconnectReason) {
    Event event = sample::disconnect();
    event.disconnect_status_code = 1001;
    event.disconnect_reason = "";
    const Json context = parsed(event)["requestContext"];
    EXPECT_EQ(context["disconnectStatusCode"], 1001);
    EXPECT_EQ(context["disconnectReason"], "");
}

TEST(ProxyEvent, E15OmitsUserAgentOfClientWithout) {
    ConnectionFacts facts = sample::connection();
    facts.user_agent.reset();
    const Json event = parsed(sample::message("{}", std::move(facts)));
    EXPECT_EQ(event["requestContext"]["identity"].dump(), R"({"sourceIp":"203.0.113.24"})");
}

TEST(ProxyEvent, E16ShowsAuthorizerContextAsStrings) {
    ConnectionFacts facts = sample::connection();
    facts.authorizer->context = {{"numKey", "1"}, {"boolKey", "true"}, {"key", "value"}};
    const Json event = parsed(sample::message("{}", std::move(facts)));
    EXPECT_EQ(
        event["requestContext"]["authorizer"].dump(),
        R"({"numKey":"1","boolKey":"true","key":"value","principalId":"user-17"})"
    );
}

TEST(ProxyEvent, E17E18OnlyConnectShowsAuthorizerLatency) {
    const Json connect = parsed(sample::connect(sample::handshake()));
    EXPECT_TRUE(connect["requestContext"]["authorizer"]["integrationLatency"].is_number());
    for (const Json& event : {parsed(sample::message("{}")), parsed(sample::disconnect())}) {
        EXPECT_FALSE(event["requestContext"]["authorizer"].contains("integrationLatency"));
        EXPECT_EQ(event["requestContext"]["authorizer"]["principalId"], "user-17");
    }
}

TEST(ProxyEvent, AuthorizerWithoutContextShowsPrincipal) {
    ConnectionFacts facts = sample::connection();
    facts.authorizer->context.clear();
    const Json event = parsed(sample::message("{}", std::move(facts)));
    EXPECT_EQ(event["requestContext"]["authorizer"].dump(), R"({"principalId":"user-17"})");
}

TEST(ProxyEvent, E19OmitsAuthorizerThatWasNotUsed) {
    ConnectionFacts facts = sample::connection();
    facts.authorizer.reset();
    EXPECT_FALSE(
        parsed(sample::message("{}", std::move(facts)))["requestContext"].contains("authorizer")
    );
}

TEST(ProxyEvent, E20ShowsRequestTimeInBothForms) {
    const Json context = parsed(sample::message("{}"))["requestContext"];
    EXPECT_EQ(context["requestTimeEpoch"], 1771484647440);
    EXPECT_EQ(context["requestTime"], "19/Feb/2026:07:04:07 +0000");
}

TEST(ProxyEvent, E21ShowsTheDomainOfTheClientAndTheRealStage) {
    ConnectionFacts facts = sample::connection();
    facts.domain_name = "ws.example.org";
    const Json context = parsed(sample::message("{}", std::move(facts)))["requestContext"];
    EXPECT_EQ(context["domainName"], "ws.example.org");
    EXPECT_EQ(context["stage"], "prod");
}

TEST(ProxyEvent, E23ShowsDefaultRouteKey) {
    Event event = sample::message("{}");
    event.route_key = "$default";
    EXPECT_EQ(parsed(event)["requestContext"]["routeKey"], "$default");
}

TEST(ProxyEvent, OmitsStageVariablesWhenThereAreNone) {
    Event event = sample::message("{}");
    EXPECT_FALSE(parsed(event).contains("stageVariables")) << "null";
    event.stage_variables = std::make_shared<const StageVariables>();
    EXPECT_FALSE(parsed(event).contains("stageVariables")) << "empty";
}

TEST(ProxyEvent, ReplacesWhatIsNotUtf8) {
    Handshake handshake = sample::handshake();
    handshake.headers.emplace_back("X-Latin", "caf\xE9");
    handshake.query = {{"\xFF", "\xC3("}};
    const Json event = parsed(sample::connect(std::move(handshake)));
    EXPECT_EQ(event["headers"]["X-Latin"], "caf\xEF\xBF\xBD");
    EXPECT_EQ(event["queryStringParameters"].dump(), "{\"\xEF\xBF\xBD\":\"\xEF\xBF\xBD(\"}");
}

}  // namespace
}  // namespace postern
