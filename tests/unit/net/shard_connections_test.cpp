#include "gateway/net/shard_connections.hpp"

#include "gateway/core/connection_address.hpp"
#include "gateway/net/shard.hpp"
#include "tests/support/client_frames.hpp"
#include "tests/support/fake_integration.hpp"
#include "tests/support/fake_shard.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace postern::net {
namespace {

using callback::Outcome;

/// Two shards of one process, run by hand, and a connection on the second.
class ShardConnectionsTest : public testing::Test {
protected:
    ShardConnectionsTest() {
        for (unsigned i = 0; i < 2; ++i) {
            Shard::Setup setup;
            setup.index = i;
            setup.seed = {1, 2, 3, 4};
            setup.snapshot = snapshot;
            shards.at(i) = std::make_unique<Shard>(setup, counters.at(i), log);
        }
        connections.set_shards({shards[0].get(), shards[1].get()});
        auto facts = std::make_shared<ConnectionFacts>(*tests::make_facts());
        facts->id = shards[1]->make_connection_id();
        id = facts->id;
        std::array<int, 2> pair{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
        client = pair[1];
        shards[1]->adopt(Transport(pair[0]), facts, std::nullopt, "", "");
        run();
    }
    ~ShardConnectionsTest() override { ::close(client); }

    /// Runs both shards until neither has anything to do.
    void run() {
        for (int round = 0; round < 4; ++round) {
            for (auto& shard : shards) {
                shard->io().restart();
                shard->io().poll();
            }
        }
    }
    [[nodiscard]] std::string received() const {
        std::array<char, 4'096> bytes{};
        const ssize_t count = ::read(client, bytes.data(), bytes.size());
        return {bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
    }
    /// Posts, and tells on which shard the outcome was heard: an index, or -1 for neither.
    Outcome post(const ports::ConnectionTarget& target, unsigned reply_shard) {
        std::optional<Outcome> outcome;
        connections.post(target, "hi", reply_shard, [&](Outcome heard) {
            outcome = heard;
            heard_on = shards[0]->is_current() ? 0 : shards[1]->is_current() ? 1 : -1;
        });
        run();
        return outcome.value();
    }

    tests::FakeIntegration integration;
    tests::FakeShard log;
    std::shared_ptr<const pipeline::Snapshot> snapshot =
        tests::make_snapshot(&integration, {"$default"});
    std::array<observe::Counters, 2> counters;
    std::array<std::unique_ptr<Shard>, 2> shards;
    ShardConnections connections{0};
    ConnectionId id;
    int client = -1;
    int heard_on = -2;
};

TEST_F(ShardConnectionsTest, PostCrossesShardsAndReportsWhereItWasAsked) {
    EXPECT_EQ(post(id, 0), Outcome::done);
    EXPECT_EQ(heard_on, 0);
    EXPECT_EQ(received(), tests::client_frames::server_text("hi"));
}

TEST_F(ShardConnectionsTest, WithoutAWishTheOwnerReports) {
    EXPECT_EQ(post(id, ports::Connections::any_shard), Outcome::done);
    EXPECT_EQ(heard_on, 1);
}

TEST_F(ShardConnectionsTest, OnItsOwnShardTheOutcomeIsThereAtOnce) {
    bool was_at_once = false;
    shards[1]->post([&] {
        bool is_done = false;
        connections.post(id, "hi", 1, [&](Outcome outcome) { is_done = outcome == Outcome::done; });
        was_at_once = is_done;
    });
    run();
    EXPECT_TRUE(was_at_once);
}

TEST_F(ShardConnectionsTest, WhoDoesNotLiveHereIsGone) {
    ConnectionAddress address = decode(id);
    address.random += 1;
    EXPECT_EQ(post(encode(address), 0), Outcome::gone) << "no such connection";
    address = decode(id);
    address.shard = 9;
    EXPECT_EQ(post(encode(address), 0), Outcome::gone) << "no such shard";
    address = decode(id);
    address.node = 7;
    EXPECT_EQ(post(encode(address), 0), Outcome::gone) << "another node";
}

TEST_F(ShardConnectionsTest, AnotherApiOrStageIsGone) {
    EXPECT_EQ(post({id, "abcdef1234", "prod"}, 0), Outcome::done);
    EXPECT_EQ(post({id, "abcdef1234", "dev"}, 0), Outcome::gone);
    EXPECT_EQ(post({id, "zzzzzz1234", "prod"}, 0), Outcome::gone);
}

TEST_F(ShardConnectionsTest, IdsNameTheirShardAndNeverBeginWithADash) {
    for (int i = 0; i < 1'000; ++i) {
        const ConnectionId made = shards[1]->make_connection_id();
        EXPECT_EQ(decode(made).shard, 1);
        EXPECT_FALSE(made.view().starts_with('-'));
    }
}

TEST_F(ShardConnectionsTest, GetDescribes) {
    std::variant<callback::Description, Outcome> answer = Outcome::gone;
    connections.get(id, 0, [&](auto heard) { answer = std::move(heard); });
    run();
    ASSERT_TRUE(std::holds_alternative<callback::Description>(answer));
    EXPECT_EQ(std::get<callback::Description>(answer).source_ip, "203.0.113.24");
}

TEST_F(ShardConnectionsTest, CloseClosesOnce_C23) {
    std::optional<Outcome> first;
    std::optional<Outcome> second;
    connections.close(id, 0, [&](Outcome heard) { first = heard; });
    connections.close(id, 0, [&](Outcome heard) { second = heard; });
    run();
    EXPECT_EQ(first, Outcome::done);
    EXPECT_EQ(second, Outcome::gone);
    EXPECT_EQ(received(), tests::client_frames::server_close(1000, "Connection Closed Normally"));
}

TEST_F(ShardConnectionsTest, BroadcastReachesEveryShard) {
    connections.broadcast("abcdef1234", "prod", std::make_shared<const std::string>("all"));
    run();
    EXPECT_EQ(received(), tests::client_frames::server_text("all"));
}

}  // namespace
}  // namespace postern::net
