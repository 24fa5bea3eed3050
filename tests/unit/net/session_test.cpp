#include "gateway/net/shard.hpp"
#include "tests/support/client_frames.hpp"
#include "tests/support/fake_integration.hpp"
#include "tests/support/fake_shard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>

namespace postern::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using namespace tests::client_frames;  // NOLINT(google-build-using-namespace): a vocabulary for the
                                       // scripts below

/// One session of a real shard, its client end being the other end of a socket pair. The shard runs
/// when told.
class SessionTest : public testing::Test {
protected:
    SessionTest() { serve({"$disconnect", "a", "$default"}, {"a", "$default"}); }
    ~SessionTest() override { hang_up(); }

    void serve(const std::vector<std::string>& routes, const std::vector<std::string>& two_way) {
        auto snapshot = std::make_shared<pipeline::Snapshot>(
            *tests::make_snapshot(&integration, routes, two_way)
        );
        // The copied routes still point into the original's API.
        snapshot->routes.front().clear();
        for (const CompiledRoute& route : snapshot->apis.front().routes()) {
            snapshot->routes.front().push_back({&route, &integration, route.index});
        }
        snapshot->limits = limits;
        Shard::Setup setup;
        setup.seed = {1, 2, 3, 4};
        setup.snapshot = snapshot;
        shard = std::make_unique<Shard>(setup, counters, log);
        integration.on_invoke = [this](ports::Call& call) {
            invoked(call);
        };
    }

    void open(std::string_view early = {}) {
        std::array<int, 2> pair{};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair.data()), 0);
        client = pair[1];
        shard->adopt(Transport(pair[0]), tests::make_facts(), std::nullopt, "greeting|", early);
        run();
    }
    void run() {
        shard->io().restart();
        shard->io().poll();
    }
    /// Lets real time pass on the shard until `is_true` or a generous limit.
    void run_until(const std::function<bool()>& is_true) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!is_true() && std::chrono::steady_clock::now() < limit) {
            shard->io().restart();
            shard->io().run_one_for(std::chrono::milliseconds(20));
        }
    }
    void send(std::string_view bytes) {
        ASSERT_EQ(::write(client, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
        run();
    }
    [[nodiscard]] std::string received() const {
        std::string all;
        std::array<char, 65'536> chunk{};
        for (;;) {
            const ssize_t count = ::read(client, chunk.data(), chunk.size());
            if (count <= 0) return all;
            all.append(chunk.data(), static_cast<std::size_t>(count));
        }
    }
    [[nodiscard]] bool is_ended() const {
        char byte = 0;
        return ::recv(client, &byte, 1, MSG_PEEK) == 0;
    }
    void hang_up() {
        if (client >= 0) ::close(client);
        client = -1;
        run();
    }
    [[nodiscard]] bool is_found() const {
        return shard->find_session(tests::make_facts()->id) != nullptr;
    }

    void invoked(ports::Call& call) {
        const Event& event = call.event();
        if (event.type == EventType::disconnect) {
            ends.emplace_back(event.disconnect_status_code, event.disconnect_reason);
            call.complete({ports::Reply::Form::body, 200, ""});
        } else if (is_answering) {
            call.complete({ports::Reply::Form::body, 200, event.body});
        } else {
            integration.open.push_back(&call);
        }
    }

    Limits limits;
    tests::FakeIntegration integration;
    tests::FakeShard log;
    observe::Counters counters;
    std::unique_ptr<Shard> shard;
    int client = -1;
    bool is_answering = true;
    std::vector<std::pair<int, std::string>> ends;
};

TEST_F(SessionTest, GreetsThenAnswers) {
    open();
    send(text("hello"));
    EXPECT_EQ(received(), "greeting|" + server_text("hello"));
    EXPECT_TRUE(is_found());
    EXPECT_EQ(counters.open_connections.value(), 1U);
}

TEST_F(SessionTest, EarlyBytesAreTheFirstFrames) {
    open(text("early"));
    EXPECT_EQ(received(), "greeting|" + server_text("early"));
}

TEST_F(SessionTest, ManyMessagesOfOneReadAreAnsweredByOneWrite) {
    open();
    std::string burst;
    std::string expected = "greeting|";
    for (int i = 0; i < 100; ++i) {
        burst += text(std::to_string(i));
        expected += server_text(std::to_string(i));
    }
    send(burst);
    EXPECT_EQ(received(), expected);
}

TEST_F(SessionTest, FrameInPiecesIsOneMessage) {
    open();
    const std::string frame = text("piecemeal");
    for (const char byte : frame)
        send({&byte, 1});
    EXPECT_EQ(received(), "greeting|" + server_text("piecemeal"));
}

TEST_F(SessionTest, PingIsAnsweredWithoutAnEvent_D15) {
    open();
    send(ping("p"));
    EXPECT_EQ(received(), "greeting|" + server_pong("p"));
    EXPECT_THAT(integration.route_keys, IsEmpty());
}

TEST_F(SessionTest, ClientCloseIsEchoedAndReportedOnce_D01_D02_D03) {
    struct Row {
        std::string sent;
        std::string echoed;
        int code;
        std::string reason;
    };
    for (const Row& row :
         {Row{close(), server_close(), 1005, "Client-side close frame status not set"},
          Row{close(1001), server_close(1001), 1001, ""},
          Row{close(1000, "bye"), server_close(1000), 1000, "bye"}}) {
        ends.clear();
        open();
        send(row.sent);
        EXPECT_THAT(received(), StartsWith("greeting|" + row.echoed.substr(0, 1)));
        EXPECT_TRUE(is_ended());
        hang_up();
        EXPECT_THAT(ends, ElementsAre(std::pair(row.code, row.reason)));
        EXPECT_FALSE(is_found());
    }
}

TEST_F(SessionTest, LostConnectionIsReportedAs1006) {
    open();
    hang_up();
    EXPECT_THAT(ends, ElementsAre(std::pair(1006, std::string("Connection closed abnormally"))));
    EXPECT_TRUE(shard->is_quiet());
}

TEST_F(SessionTest, BreachOfProtocolIsAnsweredWithItsCode_D08_D09) {
    for (const auto& [bytes, code] :
         {std::pair{binary("b"), 1003},
          std::pair{oversized_frame_header(32'769), 1009},
          std::pair{std::string("\x81\x00", 2), 1002},
          std::pair{text("\xff"), 1007}}) {
        ends.clear();
        open();
        send(bytes);
        EXPECT_THAT(received(), HasSubstr(server_close_prefix(code)));
        EXPECT_TRUE(is_ended());
        hang_up();
        ASSERT_THAT(ends, testing::SizeIs(1));
        EXPECT_EQ(ends.front().first, code);
    }
}

TEST_F(SessionTest, OurCloseWaitsForTheirs_D04) {
    open();
    shard->find_session(tests::make_facts()->id)->close(close_reasons::removed());
    run();
    EXPECT_FALSE(is_found()) << "closing counts as gone";
    EXPECT_EQ(received(), "greeting|" + server_close(1000, "Connection Closed Normally"));
    EXPECT_THAT(ends, ElementsAre(std::pair(1000, std::string("Connection Closed Normally"))));
    EXPECT_FALSE(is_ended());
    send(text("ignored now"));
    EXPECT_THAT(integration.route_keys, ElementsAre("$disconnect"));
    send(close(1000));
    EXPECT_TRUE(is_ended());
    EXPECT_THAT(ends, testing::SizeIs(1));
}

TEST_F(SessionTest, SilentConnectionGoesAway_D05) {
    limits.idle_timeout = Tick(50);
    limits.close_timeout = Tick(50);
    serve({"$disconnect"}, {});
    open();
    run_until([this] { return !ends.empty(); });
    EXPECT_THAT(ends, ElementsAre(std::pair(1001, std::string("Going away"))));
    EXPECT_THAT(received(), HasSubstr(server_close(1001, "Going away")));
    run_until([this] { return is_ended(); });
    EXPECT_TRUE(is_ended()) << "a client that does not answer Close is dropped";
}

TEST_F(SessionTest, ClientThatDoesNotReadCostsBoundedMemory) {
    limits.outbox_bytes = 65'536;
    serve({"$disconnect"}, {});
    open();
    WebsocketSession& session = *shard->find_session(tests::make_facts()->id);
    const std::string kilobyte(1'024, 'x');
    int taken = 0;
    while (session.send(kilobyte) == ports::Delivery::queued && taken < 100'000) {
        ++taken;
        run();
    }
    ASSERT_LT(taken, 100'000) << "never full";
    EXPECT_TRUE(is_found()) << "a refused post does not close";
    std::size_t read_bytes = 0;
    for (std::string part = received(); !part.empty(); part = received()) {
        read_bytes += part.size();
        run();
    }
    EXPECT_EQ(read_bytes, 9 + static_cast<std::size_t>(taken) * (1'024 + 4))
        << "all that was taken arrives";
    EXPECT_EQ(session.send(kilobyte), ports::Delivery::queued);
}

TEST_F(SessionTest, StalledWriteEndsTheConnection) {
    limits.outbox_bytes = 65'536;
    limits.write_stall_timeout = Tick(50);
    serve({"$disconnect"}, {});
    open();
    WebsocketSession& session = *shard->find_session(tests::make_facts()->id);
    const std::string kilobyte(1'024, 'x');
    while (session.send(kilobyte) == ports::Delivery::queued)
        run();
    run_until([this] { return !ends.empty(); });
    EXPECT_THAT(ends, testing::SizeIs(1));
    EXPECT_EQ(counters.write_stalls.value(), 1U);
}

TEST_F(SessionTest, ClientLostAtAnyStepIsReportedOnce) {
    const std::vector<std::function<void()>> steps{
        [this] { open(); },
        [this] { send(text("one")); },
        [this] { send(text("half of a frame").substr(0, 5)); },
        [this] { send(text("half of a frame").substr(5)); },
        [this] { send(close(1000)); },
    };
    for (std::size_t lost_after = 1; lost_after <= steps.size(); ++lost_after) {
        ends.clear();
        for (std::size_t step = 0; step < lost_after; ++step)
            steps[step]();
        hang_up();
        EXPECT_THAT(ends, testing::SizeIs(1)) << "lost after step " << lost_after;
        EXPECT_TRUE(shard->is_quiet());
    }
}

TEST_F(SessionTest, StageTakenAwayByReloadClosesWith1001) {
    open();
    auto empty = std::make_shared<pipeline::Snapshot>();
    empty->version = 2;
    shard->use(empty);
    run();
    EXPECT_THAT(received(), HasSubstr(server_close(1001, "Going away")));
    EXPECT_FALSE(is_found());
}

TEST_F(SessionTest, BroadcastReachesConnectionsOfTheStageOnly) {
    open();
    shard->broadcast("abcdef1234", "prod", "to all");
    shard->broadcast("abcdef1234", "dev", "to others");
    run();
    EXPECT_EQ(received(), "greeting|" + server_text("to all"));
}

TEST_F(SessionTest, AnswerAfterTheConnectionIsGoneIsDropped) {
    is_answering = false;
    open();
    send(text("slow"));
    hang_up();
    ASSERT_THAT(integration.open, testing::SizeIs(1));
    integration.open.front()->complete({ports::Reply::Form::body, 200, "too late"});
    run();
    EXPECT_TRUE(shard->is_quiet());
}

}  // namespace
}  // namespace postern::net
