#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace postern::contract {
namespace {

using testing::SizeIs;

using Workers = ScriptedTest;

TEST_F(Workers, BlockingHandlersNeverRunOnTheInvokingThread) {
    std::thread::id invoked_on;
    start(
        Runs::on_worker,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            invoked_on = std::this_thread::get_id();
            host->reply(host, call, bytes("null"));
        }
    );
    FakeCall call;
    integration_->invoke(call);
    (void)call.wait();
    EXPECT_NE(invoked_on, std::this_thread::get_id());
}

TEST_F(Workers, NonblockingHandlersRunOnTheInvokingThread) {
    std::thread::id invoked_on;
    start(
        Runs::on_shard,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            invoked_on = std::this_thread::get_id();
            host->reply(host, call, bytes("null"));
        }
    );
    FakeCall call;
    integration_->invoke(call);
    EXPECT_EQ(invoked_on, std::this_thread::get_id());
}

TEST_F(Workers, CallsRunBesideEachOther) {
    // Every call waits for all others: they end only if as many threads run at once.
    constexpr int at_once = 16;
    std::latch together(at_once);
    start(
        Runs::on_worker,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            together.arrive_and_wait();
            host->reply(host, call, bytes("null"));
        }
    );
    FakeCall calls[at_once];
    for (FakeCall& call : calls)
        integration_->invoke(call);
    for (FakeCall& call : calls)
        EXPECT_EQ(call.wait().kind, Answer::Kind::payload);
}

TEST_F(Workers, ThousandsOfCallsFromSeveralShardsAreEachAnsweredOnce) {
    constexpr unsigned shards = 4;
    constexpr int calls_per_shard = 2'000;
    start(
        Runs::on_worker,
        [](const postern_host* host, const postern_request* request, postern_call* call) {
            replies(host).reply_body(host, call, 200, request->body);
        }
    );
    std::vector<std::vector<std::unique_ptr<FakeCall>>> calls(shards);
    std::vector<std::thread> threads;
    for (unsigned shard = 0; shard < shards; ++shard) {
        threads.emplace_back([&, shard] {
            for (int i = 0; i < calls_per_shard; ++i) {
                calls[shard].push_back(std::make_unique<FakeCall>(EventType::message, shard));
                calls[shard].back()->mutable_event().body = std::to_string(i);
                integration_->invoke(*calls[shard].back());
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const auto& of_shard : calls) {
        for (int i = 0; i < calls_per_shard; ++i) {
            FakeCall& call = *of_shard[static_cast<std::size_t>(i)];
            ASSERT_EQ(call.wait().text, std::to_string(i));
            ASSERT_THAT(call.answers(), SizeIs(1));
        }
    }
}

TEST_F(Workers, ShutdownWaitsForAnInvokeThatAnsweredButGoesOn) {
    std::latch may_return(1);
    std::atomic<int> shutdowns{0};
    script_.shutdown = [&](const postern_host*) {
        ++shutdowns;
    };
    start(
        Runs::on_worker,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            host->reply(host, call, bytes("null"));
            may_return.wait();
        }
    );
    FakeCall call;
    integration_->invoke(call);
    (void)call.wait();
    integration_.reset();
    EXPECT_EQ(host().collect(), 1U);
    EXPECT_EQ(shutdowns, 0);
    may_return.count_down();
    EXPECT_TRUE(host().stop(std::chrono::seconds(30)));
    EXPECT_EQ(shutdowns, 1);
}

class WorkerQueue : public ScriptedTest {
protected:
    WorkerQueue() : ScriptedTest({.worker_threads = 1, .worker_queue = 2}) {}
};

TEST_F(WorkerQueue, FullQueueFailsTheCallAtOnceAndServesTheOthers) {
    std::latch running(1);
    std::latch may_go_on(1);
    std::once_flag first;
    start(
        Runs::on_worker,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            std::call_once(first, [&] { running.count_down(); });
            may_go_on.wait();
            host->reply(host, call, bytes("null"));
        }
    );
    FakeCall calls[4];
    integration_->invoke(calls[0]);
    running.wait();  // It has left the queue.
    for (int i = 1; i < 4; ++i)
        integration_->invoke(calls[i]);
    ASSERT_THAT(calls[3].answers(), SizeIs(1));
    EXPECT_EQ(calls[3].answers().front().error, Errc::integration_unavailable);
    EXPECT_EQ(calls[3].answers().front().text, "the worker queue is full");
    EXPECT_EQ(host().open_calls(), 3U);
    may_go_on.count_down();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(calls[i].wait().text, "null");
}

TEST_F(WorkerQueue, StopRunsWhatIsQueued) {
    std::latch running(1);
    std::latch may_go_on(1);
    std::once_flag first;
    start(
        Runs::on_worker,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            std::call_once(first, [&] { running.count_down(); });
            may_go_on.wait();
            host->reply(host, call, bytes("null"));
        }
    );
    FakeCall calls[3];
    for (FakeCall& call : calls)
        integration_->invoke(call);
    running.wait();
    integration_.reset();
    EXPECT_FALSE(host().stop(std::chrono::milliseconds(0)));
    may_go_on.count_down();
    EXPECT_TRUE(host().stop(std::chrono::seconds(30)));
    for (FakeCall& call : calls)
        EXPECT_THAT(call.answers(), SizeIs(1));
}

TEST_F(WorkerQueue, CallsAfterStopFail) {
    start(Runs::on_worker, {});
    EXPECT_TRUE(host().stop(std::chrono::seconds(30)));
    FakeCall call;
    integration_->invoke(call);
    EXPECT_EQ(call.wait().error, Errc::integration_unavailable);
}

}  // namespace
}  // namespace postern::contract
