#include "tests/contract/plugin_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace postern::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto payload = R"({"statusCode":200,"body":"hi"})";

Answer payload_answer(std::string text) {
    return {Answer::Kind::payload, 200, std::move(text), {}, Errc::ok};
}
Answer body_answer(int status, std::string text) {
    return {Answer::Kind::body, status, std::move(text), {}, Errc::ok};
}

/// What a test keeps of an invocation to answer it later.
struct Kept {
    const postern_host* host = nullptr;
    postern_call* call = nullptr;
    void reply(std::string_view json) const { host->reply(host, call, bytes(json)); }
};

class Answering : public ScriptedTest {
protected:
    /// Loads a handler that keeps every call.
    void start_keeping(Runs runs) {
        start(runs, [this](const postern_host* host, const postern_request*, postern_call* call) {
            kept_.push_back({host, call});
        });
    }
    std::vector<Kept> kept_;
};

TEST_F(Answering, ProxyResultArrivesAsItIs) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        host->reply(host, call, bytes(payload));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(call.answers(), ElementsAre(payload_answer(payload)));
}

TEST_F(Answering, BodyArrivesWithItsStatus) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        replies(host).reply_body(host, call, 403, bytes("no"));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(call.answers(), ElementsAre(body_answer(403, "no")));
}

TEST_F(Answering, BodyThatIsNotUtf8IsMadeSo) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        replies(host).reply_body(host, call, 200, bytes("a\xFF"));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(call.answers(), ElementsAre(body_answer(200, "a\uFFFD")));
}

TEST_F(Answering, PartOfAMessageThatCutsACharacterIsMadeUtf8) {
    start(
        Runs::on_shard,
        [](const postern_host* host, const postern_request* request, postern_call* call) {
            replies(host).reply_body(host, call, 200, {request->body.data, 1});
        }
    );
    FakeCall call;
    call.mutable_event().body = "\u00FC";
    integration_->invoke(call);
    EXPECT_THAT(call.answers(), ElementsAre(body_answer(200, "\uFFFD")));
}

TEST_F(Answering, FailureArrivesWithTypeAndMessage) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        host->fail(host, call, bytes("Db.Down"), bytes("no route to host"));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(
        call.answers(),
        ElementsAre(Answer{
            Answer::Kind::failure, 0, "no route to host", "Db.Down", Errc::integration_failed})
    );
}

TEST_F(Answering, SecondAnswerIsDroppedAndLogged) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        host->reply(host, call, bytes(payload));
        host->fail(host, call, bytes("Late"), bytes("too late"));
        replies(host).reply_body(host, call, 200, bytes("again"));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(call.answers(), ElementsAre(payload_answer(payload)));
    EXPECT_TRUE(log_.has(ports::LogLevel::warn, "function=subject answered a call"));
}

TEST_F(Answering, DroppedAnswersDoNotFloodTheLog) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        for (int i = 0; i <= 1000; ++i)
            host->reply(host, call, bytes(payload));
    });
    FakeCall call;
    integration_->invoke(call);
    // One line for 1, 2, 4, …, 512 of them.
    EXPECT_EQ(log_.count(ports::LogLevel::warn, "answered a call"), 10U);
}

TEST_F(Answering, SecondAnswerNeverHitsTheCallThatUsesTheSlotNow) {
    start_keeping(Runs::on_shard);
    FakeCall first;
    integration_->invoke(first);
    kept_[0].reply(R"("first")");

    // The slots of a shard are used again: after a chunk of them the first one comes back.
    std::vector<std::unique_ptr<FakeCall>> later;
    for (int i = 0; i < 300; ++i) {
        later.push_back(std::make_unique<FakeCall>());
        integration_->invoke(*later.back());
    }
    std::thread([this] { kept_[0].reply(R"("second")"); }).join();
    EXPECT_THAT(first.answers(), ElementsAre(payload_answer(R"("first")")));
    for (const auto& call : later)
        EXPECT_THAT(call->answers(), IsEmpty());

    for (const Kept& kept : kept_)
        kept.reply(R"("own")");
    for (const auto& call : later) {
        EXPECT_THAT(call->answers(), ElementsAre(payload_answer(R"("own")")));
    }
    EXPECT_EQ(host().open_calls(), 0U);
}

TEST_F(Answering, OneOfManyThreadsThatAnswerAtOnceWins) {
    start_keeping(Runs::on_shard);
    constexpr int rounds = 200;
    constexpr int threads = 4;
    for (int round = 0; round < rounds; ++round) {
        FakeCall call;
        integration_->invoke(call);
        const Kept kept = kept_.back();
        std::latch together(threads);
        std::vector<std::thread> answering;
        for (int i = 0; i < threads; ++i) {
            answering.emplace_back([&] {
                together.arrive_and_wait();
                kept.reply("null");
            });
        }
        for (std::thread& thread : answering)
            thread.join();
        ASSERT_THAT(call.answers(), SizeIs(1));
    }
    EXPECT_EQ(host().open_calls(), 0U);
}

TEST_F(Answering, AnswersRacingTheReturnOfInvokeAreCountedOnce) {
    // The other thread answers while `invoke` returns, which is when a call becomes a kept one.
    struct Handover {
        std::atomic<const postern_host*> host{nullptr};
        std::atomic<postern_call*> call{nullptr};
    } handover;
    constexpr int rounds = 20'000;
    std::thread answering([&handover] {
        for (int answered = 0; answered < rounds;) {
            postern_call* const call = handover.call.exchange(nullptr);
            if (call == nullptr) {
                std::this_thread::yield();
                continue;
            }
            const postern_host* const host = handover.host.load();
            host->reply(host, call, bytes("null"));
            ++answered;
        }
    });
    start(
        Runs::on_shard,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            handover.host.store(host);
            handover.call.store(call);
        }
    );
    for (int round = 0; round < rounds; ++round) {
        FakeCall call;
        integration_->invoke(call);
        (void)call.wait();
        ASSERT_THAT(call.answers(), SizeIs(1));
    }
    answering.join();
    EXPECT_EQ(host().open_calls(), 0U);
}

TEST_F(Answering, AnswerAfterTheIntegrationIsGoneStillReachesItsCall) {
    start_keeping(Runs::on_shard);
    FakeCall call;
    integration_->invoke(call);
    integration_.reset();
    std::thread([this] { kept_[0].reply("null"); }).join();
    EXPECT_THAT(call.answers(), ElementsAre(payload_answer("null")));
}

TEST_F(Answering, AnswerAfterTheHandlerWasShutDownIsDropped) {
    start_keeping(Runs::on_shard);
    FakeCall call;
    integration_->invoke(call);
    kept_[0].reply("null");
    integration_.reset();
    kept_[0].reply("null");
    EXPECT_THAT(call.answers(), SizeIs(1));
    EXPECT_TRUE(log_.has(ports::LogLevel::warn, "answered a call"));
}

TEST_F(Answering, InventedHandlesAnswerNothing) {
    start_keeping(Runs::on_shard);
    FakeCall call;
    integration_->invoke(call);
    const Kept& kept = kept_[0];
    kept.host->reply(kept.host, nullptr, bytes("null"));
    for (const std::uint64_t invented :
         {std::uint64_t{1}, std::uint64_t{1} << 20, ~std::uint64_t{0}}) {
        const auto handle = reinterpret_cast<std::uint64_t>(kept.call) + invented;
        kept.host->reply(kept.host, reinterpret_cast<postern_call*>(handle), bytes("null"));
    }
    EXPECT_THAT(call.answers(), IsEmpty());
    kept.reply("null");
    EXPECT_THAT(call.answers(), SizeIs(1));
}

TEST_F(Answering, ReplyMayConsistOfTheEventItself) {
    start(Runs::on_shard, [](const postern_host* host, const postern_request*, postern_call* call) {
        host->reply(host, call, host->event_json(host, call));
    });
    FakeCall call;
    integration_->invoke(call);
    EXPECT_THAT(call.answers().front().text, testing::HasSubstr("requestContext"));
}

class AnsweringLimit : public ScriptedTest {
protected:
    AnsweringLimit() : ScriptedTest({.open_calls_per_function = 2}) {}
};

TEST_F(AnsweringLimit, CallsBeyondTheLimitFailUntilOneIsAnswered) {
    std::vector<Kept> kept;
    start(
        Runs::on_shard,
        [&](const postern_host* host, const postern_request*, postern_call* call) {
            kept.push_back({host, call});
        }
    );
    FakeCall calls[4];
    for (int i = 0; i < 3; ++i)
        integration_->invoke(calls[i]);
    ASSERT_THAT(calls[2].answers(), SizeIs(1));
    EXPECT_EQ(calls[2].answers().front().error, Errc::integration_unavailable);
    kept[0].reply("null");
    integration_->invoke(calls[3]);
    EXPECT_THAT(calls[3].answers(), IsEmpty());
    kept[1].reply("null");
    kept[2].reply("null");
}

}  // namespace
}  // namespace postern::contract
