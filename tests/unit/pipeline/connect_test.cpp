#include "gateway/pipeline/connect.hpp"

#include "gateway/pipeline/disconnect.hpp"
#include "tests/support/fake_integration.hpp"
#include "tests/support/fake_shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::pipeline {
namespace {

using tests::FakeIntegration;

class ConnectFlowTest : public testing::Test {
protected:
    void serve(const std::vector<std::string>& routes) {
        shard.services.snapshot = tests::make_snapshot(&integration, routes);
    }
    void start() {
        flow.start(0, tests::make_facts(), std::make_unique<Handshake>(), [this] { ++told; });
    }

    tests::FakeShard shard;
    FakeIntegration integration;
    ConnectFlow flow{shard.services};
    int told = 0;
};

TEST_F(ConnectFlowTest, WithoutRouteEverybodyMayConnect_H02) {
    serve({"$default"});
    start();
    EXPECT_TRUE(flow.is_done());
    EXPECT_TRUE(flow.decision().is_accepted());
}

struct StatusCase {
    const char* reason;
    const char* result;
    unsigned status;
};

class ConnectStatus : public ConnectFlowTest, public testing::WithParamInterface<StatusCase> {};

TEST_P(ConnectStatus, FollowsTheResult) {
    serve({"$connect"});
    integration.on_invoke = FakeIntegration::answering(GetParam().result);
    start();
    ASSERT_TRUE(flow.is_done());
    EXPECT_EQ(flow.decision().status, GetParam().status) << GetParam().reason;
}

INSTANTIATE_TEST_SUITE_P(
    Results,
    ConnectStatus,
    testing::Values(
        StatusCase{"H-03: 200 accepts", R"({"statusCode":200})", 101},
        StatusCase{"H-04: 201 accepts", R"({"statusCode":201})", 101},
        StatusCase{"H-05: 301 is passed on", R"({"statusCode":301})", 301},
        StatusCase{"H-05: 401 is passed on", R"({"statusCode":401})", 401},
        StatusCase{"H-05: 501 is passed on", R"({"statusCode":501})", 501},
        StatusCase{"H-06: 400 is passed on", R"({"statusCode":400})", 400},
        StatusCase{
            "H-08: body and headers change nothing",
            R"({"statusCode":200,"headers":{"X-A":"1"},"body":"b"})",
            101},
        StatusCase{"null is no result", "null", 502},
        StatusCase{"text is no result", "\"ok\"", 502}
    )
);

TEST_F(ConnectFlowTest, FailuresHaveStatuses_H07) {
    for (const auto& [error, status] :
         {std::pair{Errc::integration_failed, 502U},
          std::pair{Errc::integration_unavailable, 500U},
          std::pair{Errc::integration_timeout, 504U}}) {
        serve({"$connect"});
        integration.on_invoke = FakeIntegration::failing(error);
        ConnectFlow one(shard.services);
        one.start(0, tests::make_facts(), std::make_unique<Handshake>(), [] {});
        EXPECT_EQ(one.decision().status, status);
        EXPECT_FALSE(one.decision().error_type.empty());
    }
}

TEST_F(ConnectFlowTest, SubprotocolIsTheIntegrationsChoice_H09_H10_H11) {
    serve({"$connect"});
    integration.on_invoke =
        FakeIntegration::answering(R"({"statusCode":200,"headers":{"sec-websocket-protocol":"a"}})"
        );
    start();
    EXPECT_EQ(flow.decision().subprotocol, "a");
    integration.on_invoke = FakeIntegration::answering(R"({"statusCode":200})");
    ConnectFlow other(shard.services);
    other.start(0, tests::make_facts(), std::make_unique<Handshake>(), [] {});
    EXPECT_EQ(other.decision().subprotocol, std::nullopt);
}

TEST_F(ConnectFlowTest, TellsOnceWhenTheAnswerComesLater) {
    serve({"$connect"});
    start();
    EXPECT_FALSE(flow.is_done());
    EXPECT_EQ(told, 0);
    integration.open.front()->complete({ports::Reply::Form::body, 200, ""});
    EXPECT_TRUE(flow.is_done());
    EXPECT_EQ(told, 1);
}

TEST_F(ConnectFlowTest, SilenceIsA504) {
    serve({"$connect"});
    start();
    shard.pass(Tick(600));
    ASSERT_TRUE(flow.is_done());
    EXPECT_EQ(flow.decision().status, 504U);
    EXPECT_EQ(flow.decision().message, "Endpoint request timed out");
}

TEST(DisconnectFlow, ReportsCodeAndReason) {
    tests::FakeShard shard;
    FakeIntegration integration;
    shard.services.snapshot = tests::make_snapshot(&integration, {"$disconnect"});
    DisconnectFlow flow(shard.services);
    flow.run(
        *shard.services.snapshot,
        tests::make_facts(),
        CloseReason{1005, "Client-side close frame status not set"}
    );
    ASSERT_EQ(integration.open.size(), 1U);
    const Event& event = integration.open.front()->event();
    EXPECT_EQ(event.type, EventType::disconnect);
    EXPECT_EQ(event.disconnect_status_code, 1005);
    EXPECT_EQ(event.disconnect_reason, "Client-side close frame status not set");
    integration.open.front()->fail({Errc::integration_failed, "T", "boom"});
    EXPECT_EQ(shard.calls.waiting(), 0U) << "D-13: a failing handler changes nothing";
}

TEST(DisconnectFlow, WithoutRouteNothingHappens_D14) {
    tests::FakeShard shard;
    FakeIntegration integration;
    shard.services.snapshot = tests::make_snapshot(&integration, {"$default"});
    DisconnectFlow flow(shard.services);
    flow.run(*shard.services.snapshot, tests::make_facts(), CloseReason{1000, ""});
    EXPECT_TRUE(integration.open.empty());
}

}  // namespace
}  // namespace postern::pipeline
