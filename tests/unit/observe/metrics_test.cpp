#include "gateway/observe/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::observe {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Metrics, SumsShards) {
    Metrics metrics;
    metrics.add_shard().open_connections.add(2);
    Counters& second = metrics.add_shard();
    second.open_connections.add(3);
    second.open_connections.subtract();
    EXPECT_THAT(metrics.render(), HasSubstr("\npostern_connections 4\n"));
}

TEST(Metrics, CountsMessagesByRoute) {
    Metrics metrics;
    Counters& shard = metrics.add_shard();
    const std::size_t join = metrics.route_position("chat", "join");
    const std::size_t odd = metrics.route_position("chat", "a\"b\\c");
    EXPECT_EQ(metrics.route_position("chat", "join"), join);
    shard.message_routed(join);
    shard.message_routed(join);
    shard.message_routed(odd);
    const std::string page = metrics.render();
    EXPECT_THAT(page, HasSubstr("postern_messages_total{api=\"chat\",route=\"join\"} 2\n"));
    EXPECT_THAT(page, HasSubstr(R"(postern_messages_total{api="chat",route="a\"b\\c"} 1)"));
}

TEST(Metrics, HistogramIsCumulative) {
    Metrics metrics;
    Counters& shard = metrics.add_shard();
    shard.integration_finished(std::chrono::microseconds(5));
    shard.integration_finished(std::chrono::milliseconds(3));
    shard.integration_finished(std::chrono::seconds(60));
    const std::string page = metrics.render();
    EXPECT_THAT(page, HasSubstr("postern_integration_latency_seconds_bucket{le=\"1e-05\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_integration_latency_seconds_bucket{le=\"0.005\"} 2\n"));
    EXPECT_THAT(page, HasSubstr("postern_integration_latency_seconds_bucket{le=\"+Inf\"} 3\n"));
    EXPECT_THAT(page, HasSubstr("postern_integration_latency_seconds_count 3\n"));
}

TEST(Metrics, CountsStatusesErrorsAndCloses) {
    Metrics metrics;
    Counters& shard = metrics.add_shard();
    shard.connect_answered(101);
    shard.connect_answered(403);
    shard.callback_answered(CallbackAction::post, 410);
    shard.error(Errc::integration_timeout);
    shard.outbox_refused();
    shard.aws_would_refuse(AwsRule::message_size);
    for (const int code : {1000, 1006, 1006, 3001, 4999}) {
        shard.closed(static_cast<std::uint16_t>(code));
    }
    const std::string page = metrics.render();
    EXPECT_THAT(page, HasSubstr("postern_connects_total{status=\"101\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_connects_total{status=\"403\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_callbacks_total{action=\"post\",status=\"410\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_errors_total{kind=\"integration_timeout\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_aws_would_refuse_total{rule=\"message_size\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_outbox_refusals_total 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_closes_total{code=\"1006\"} 2\n"));
    EXPECT_THAT(page, HasSubstr("postern_closes_total{code=\"3xxx\"} 1\n"));
    EXPECT_THAT(page, HasSubstr("postern_closes_total{code=\"4xxx\"} 1\n"));
    EXPECT_THAT(page, Not(HasSubstr("code=\"1001\"")));
}

TEST(Metrics, MoreRoutesThanCountersShareTheLast) {
    Metrics metrics;
    Counters& shard = metrics.add_shard();
    std::size_t last = 0;
    for (int i = 0; i < 5'000; ++i)
        last = metrics.route_position("api", std::to_string(i));
    shard.message_routed(last);
    EXPECT_THAT(metrics.render(), HasSubstr("route=\"(others)\"} 1\n"));
}

}  // namespace
}  // namespace postern::observe
