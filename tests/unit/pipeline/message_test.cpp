#include "gateway/pipeline/message.hpp"

#include "tests/support/fake_integration.hpp"
#include "tests/support/fake_shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using tests::FakeIntegration;

class MessageFlowTest : public testing::Test {
protected:
    MessageFlowTest() { shard.session.emplace(tests::make_facts()); }

    void serve(
        const std::vector<std::string>& routes, const std::vector<std::string>& two_way = {}
    ) {
        shard.services.snapshot = tests::make_snapshot(&integration, routes, two_way);
    }
    void receive(std::string_view text) { flow.run(*shard.session, 0, text); }
    [[nodiscard]] const std::vector<std::string>& sent() const { return shard.session->sent; }

    tests::FakeShard shard;
    FakeIntegration integration;
    MessageFlow flow{shard.services};
};

TEST_F(MessageFlowTest, NoRouteIsForbidden_R17_R19) {
    serve({"join"});
    receive("hello");
    receive(R"({"action":"nope"})");
    EXPECT_THAT(
        sent(),
        ElementsAre(
            StartsWith(R"({"message": "Forbidden", "connectionId":"L0SM9cOFvHcCI_w=", )"),
            StartsWith(R"({"message": "Forbidden", )")
        )
    );
    EXPECT_THAT(integration.route_keys, IsEmpty());
    EXPECT_THAT(shard.errors, ElementsAre(Errc::no_route, Errc::no_route));
}

TEST_F(MessageFlowTest, UnmatchedMessageTakesDefault_R18_E23) {
    serve({"join", "$default"});
    receive(R"({"action":"nope"})");
    EXPECT_THAT(integration.route_keys, ElementsAre("$default"));
}

TEST_F(MessageFlowTest, LifeCycleRoutesAreNotReachedByMessages_R26_R27) {
    serve({"$connect", "$disconnect", "$default"});
    receive(R"({"action":"$connect"})");
    receive(R"({"action":"$disconnect"})");
    EXPECT_THAT(integration.route_keys, ElementsAre("$default", "$default"));
}

TEST_F(MessageFlowTest, OneWayRouteSendsNothing_F03_F04) {
    serve({"a"});
    for (const char* result : {R"({"statusCode":501,"body":"x"})", "null", "[1]"}) {
        integration.on_invoke = FakeIntegration::answering(result);
        receive(R"({"action":"a"})");
    }
    EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(MessageFlowTest, TwoWayRouteSendsTheBody_F05_F06_F08) {
    serve({"a"}, {"a"});
    for (const char* result :
         {R"({"statusCode":200,"body":"hello"})",
          R"({"statusCode":500,"body":"oops"})",
          R"({"statusCode":200})",
          "null"}) {
        integration.on_invoke = FakeIntegration::answering(result);
        receive(R"({"action":"a"})");
    }
    EXPECT_THAT(sent(), ElementsAre("hello", "oops"));
}

TEST_F(MessageFlowTest, FailureIsToldOnOneWayRoutesToo_F02_F07) {
    for (const bool is_two_way : {false, true}) {
        serve({"a"}, is_two_way ? std::vector<std::string>{"a"} : std::vector<std::string>{});
        integration.on_invoke = FakeIntegration::failing(Errc::integration_failed);
        receive(R"({"action":"a"})");
    }
    EXPECT_THAT(sent(), testing::SizeIs(2));
    EXPECT_THAT(sent(), testing::Each(StartsWith(R"({"message": "Internal server error", )")));
}

TEST_F(MessageFlowTest, MalformedResultOfTwoWayRouteIsAnError) {
    serve({"a"}, {"a"});
    integration.on_invoke = FakeIntegration::answering(R"({"body":{"not":"text"}})");
    receive(R"({"action":"a"})");
    EXPECT_THAT(sent(), ElementsAre(StartsWith(R"({"message": "Internal server error", )")));
    EXPECT_THAT(shard.errors, ElementsAre(Errc::malformed_reply));
}

TEST_F(MessageFlowTest, SilenceBecomesATimeoutAndTheLateAnswerIsDropped_F11) {
    serve({"a"}, {"a"});
    receive(R"({"action":"a"})");
    shard.pass(Tick(499));
    EXPECT_THAT(sent(), IsEmpty());
    shard.pass(Tick(30));
    EXPECT_THAT(sent(), ElementsAre(StartsWith(R"({"message": "Endpoint request timed out", )")));
    EXPECT_EQ(shard.calls.waiting(), 0U);
    integration.open.front()->complete({ports::Reply::Form::body, 200, "late"});
    EXPECT_THAT(sent(), testing::SizeIs(1));
}

TEST_F(MessageFlowTest, SecondReplyMayComeFirst_F14) {
    serve({"a"}, {"a"});
    receive(R"({"action":"a","n":1})");
    receive(R"({"action":"a","n":2})");
    ASSERT_THAT(integration.open, testing::SizeIs(2));
    integration.open[1]->complete({ports::Reply::Form::body, 200, "second"});
    integration.open[0]->complete({ports::Reply::Form::body, 200, "first"});
    EXPECT_THAT(sent(), ElementsAre("second", "first"));
}

TEST_F(MessageFlowTest, ErrorFrameNamesTheRequestOfTheEvent_F15) {
    serve({"a"});
    std::string request_id;
    integration.on_invoke = [&request_id](ports::Call& call) {
        request_id = call.event().request_id.view();
        call.fail({Errc::integration_failed, "T", "m"});
    };
    receive(R"({"action":"a"})");
    EXPECT_THAT(sent(), ElementsAre(testing::EndsWith("\"requestId\":\"" + request_id + "\"}")));
}

TEST_F(MessageFlowTest, AnswerFromAnotherThreadWaitsForTheShard) {
    serve({"a"}, {"a"});
    receive(R"({"action":"a"})");
    shard.is_current_thread = false;
    {
        const std::string short_lived = "from afar";
        integration.open.front()->complete({ports::Reply::Form::body, 200, short_lived});
    }
    shard.is_current_thread = true;
    EXPECT_THAT(sent(), IsEmpty());
    shard.run_posted();
    EXPECT_THAT(sent(), ElementsAre("from afar"));
}

TEST_F(MessageFlowTest, ReplyToAGoneConnectionIsDropped) {
    serve({"a"}, {"a"});
    receive(R"({"action":"a"})");
    shard.session.reset();
    integration.open.front()->complete({ports::Reply::Form::body, 200, "x"});
    EXPECT_EQ(shard.calls.waiting(), 0U);
}

TEST_F(MessageFlowTest, ReplyThatDoesNotFitClosesTheConnection) {
    serve({"a"}, {"a"});
    shard.session->delivery = ports::Delivery::full;
    integration.on_invoke = FakeIntegration::answering(R"({"statusCode":200,"body":"x"})");
    receive(R"({"action":"a"})");
    EXPECT_TRUE(shard.session->is_closed_not_reading);
    EXPECT_EQ(shard.refused, 1);
}

TEST_F(MessageFlowTest, EventCarriesTheMessageUntouched_E11_I04) {
    serve({"a"});
    receive("{\"action\":\"a\",  \"n\":1}");
    const Event& event = integration.open.front()->event();
    EXPECT_EQ(event.body, "{\"action\":\"a\",  \"n\":1}");
    EXPECT_EQ(event.type, EventType::message);
    EXPECT_NE(event.message_id.view(), event.request_id.view());
    EXPECT_NE(event.message_id.view(), event.connection->id.view());
}

TEST_F(MessageFlowTest, CallsAreUsedAgainOnlyAfterTheIntegrationLetGo) {
    serve({"a"}, {"a"});
    receive(R"({"action":"a","n":1})");
    shard.pass(Tick(600));
    receive(R"({"action":"a","n":2})");
    ASSERT_THAT(integration.open, testing::SizeIs(2));
    EXPECT_NE(integration.open[0], integration.open[1]);
    integration.open[0]->complete({ports::Reply::Form::body, 200, "late"});
    integration.open[1]->complete({ports::Reply::Form::body, 200, "in time"});
    EXPECT_THAT(sent(), ElementsAre(StartsWith(R"({"message": "Endpoint)"), "in time"));
    receive(R"({"action":"a","n":3})");
    EXPECT_THAT(integration.open[2], testing::AnyOf(integration.open[0], integration.open[1]));
}

}  // namespace
}  // namespace postern::pipeline
