#include "gateway/core/connection/lifecycle.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace postern {
namespace {

using Action = Lifecycle::Action;
using Kind = Action::Kind;

constexpr LifecycleLimits limits{};
constexpr Tick start{1'000'000};

/// One event, and the action it must lead to.
struct Step {
    std::string name;
    std::function<Action(Lifecycle&)> run;
    Kind kind = Kind::none;
    /// Code to send, with the two kinds that send.
    std::uint16_t sent = 0;
    std::optional<CloseReason> disconnected = std::nullopt;
};

using Script = std::vector<Step>;

Step message(Tick at, bool is_taken = true) {
    return {"message", [=](Lifecycle& life) {
                EXPECT_EQ(life.message_received(start + at), is_taken);
                return Action{};
            }};
}
Step ping(Tick at) {
    return {"ping", [=](Lifecycle& life) {
                life.control_received(start + at);
                return Action{};
            }};
}
Step reply(Tick at) {
    return {"reply", [=](Lifecycle& life) {
                life.message_sent(start + at);
                return Action{};
            }};
}
Step write(bool is_waiting, Tick at) {
    return {"write progress", [=](Lifecycle& life) {
                life.write_progress(is_waiting, start + at);
                return Action{};
            }};
}
std::function<Action(Lifecycle&)> due(Tick at) {
    return [=](Lifecycle& life) {
        return life.due(start + at);
    };
}
std::function<Action(Lifecycle&)> close_frame(std::uint16_t code, std::string reason = {}) {
    return [=](Lifecycle& life) {
        return life.close_received(code, reason, start);
    };
}
std::function<Action(Lifecycle&)> request(CloseReason reason) {
    return [=](Lifecycle& life) {
        return life.close_requested(reason, start);
    };
}
std::function<Action(Lifecycle&)> broken(CloseReason reason) {
    return [=](Lifecycle& life) {
        return life.protocol_failed(reason, start);
    };
}
Action lose(Lifecycle& life) {
    return life.transport_lost();
}

Step nothing_due(Tick at) {
    return {"nothing due", due(at)};
}
Step lost_after_last_close() {
    return {"transport lost, reported before", lose, Kind::drop};
}
Step lost_for_nothing() {
    return {"transport lost, reported before", lose};
}

const CloseReason going_away = close_reasons::going_away();
const CloseReason removed = close_reasons::removed();
const CloseReason too_big{1009, "Message too big"};
constexpr Tick idle = limits.idle_timeout;
constexpr Tick duration = limits.connection_duration;
constexpr Tick stall = limits.write_stall_timeout;
constexpr Tick one{1};

struct Case {
    std::string fact;
    Script script;
};

std::vector<Case> cases() {
    const auto last = Kind::send_close_and_drop;
    std::vector<Case> all{
        {"D-01: client Close without status is echoed without one",
         {message(one),
          {"Close", close_frame(1005), last, 1005, close_reasons::client_without_status()},
          lost_after_last_close()}},
        {"D-02: client Close with a code is echoed",
         {{"Close", close_frame(1001), last, 1001, CloseReason{1001, ""}},
          lost_after_last_close()}},
        {"D-03: and its reason reported",
         {{"Close", close_frame(1000, "bye"), last, 1000, CloseReason{1000, "bye"}}}},
        {"D-04: we close, the client answers",
         {{"DELETE", request(removed), Kind::send_close, 1000, removed},
          message(one, false),
          {"answer", close_frame(1000), Kind::drop},
          lost_for_nothing()}},
        {"we close, the client does not answer",
         {{"DELETE", request(removed), Kind::send_close, 1000, removed},
          nothing_due(limits.close_timeout - one),
          {"close timeout", due(limits.close_timeout), Kind::drop},
          nothing_due(duration)}},
        {"we close, the client ends TCP",
         {{"DELETE", request(removed), Kind::send_close, 1000, removed},
          {"lost", lose, Kind::drop},
          lost_for_nothing()}},
        {"we close, the client breaks the protocol",
         {{"DELETE", request(removed), Kind::send_close, 1000, removed},
          {"too big", broken(too_big), Kind::drop},
          {"too late", broken(too_big)}}},
        {"closing twice is closing once",
         {{"DELETE", request(removed), Kind::send_close, 1000, removed},
          {"drain", request(going_away)},
          {"answer", close_frame(1000), Kind::drop},
          {"drain", request(going_away)},
          {"Close again", close_frame(1000)}}},
        {"D-05: idle",
         {nothing_due(idle - one),
          {"idle", due(idle), Kind::send_close, 1001, going_away},
          {"answer", close_frame(1001), Kind::drop}}},
        {"messages from the client put idle off",
         {message(Tick{500'000}),
          nothing_due(Tick{1'099'999}),
          {"idle", due(Tick{1'100'000}), Kind::send_close, 1001, going_away}}},
        {"D-06: messages to the client put idle off",
         {reply(Tick{570'000}),
          nothing_due(idle),
          reply(Tick{1'140'000}),
          nothing_due(Tick{1'700'000}),
          {"idle", due(Tick{1'740'000}), Kind::send_close, 1001, going_away}}},
        {"pings do not",
         {ping(Tick{500'000}), {"idle", due(idle), Kind::send_close, 1001, going_away}}},
        {"D-07: connected for two hours, however busy",
         {message(duration - one),
          nothing_due(duration - one),
          {"duration", due(duration), Kind::send_close, 1001, going_away}}},
        {"the client takes nothing of what waits",
         {write(true, one),
          nothing_due(stall),
          {"stall", due(stall + one), Kind::drop, 0, close_reasons::not_reading()},
          nothing_due(duration)}},
        {"the client takes a little now and then",
         {write(true, one),
          write(true, stall),
          nothing_due(stall + one),
          write(false, stall + stall),
          nothing_due(stall + stall + stall)}},
        {"too late for a Close when idle and stalled",
         {write(true, one), {"both", due(idle), Kind::drop, 0, close_reasons::not_reading()}}},
        {"D-09: broken protocol gets Close and no answer is awaited",
         {{"too big", broken(too_big), last, 1009, too_big},
          message(one, false),
          {"Close", close_frame(1000)},
          nothing_due(limits.close_timeout - one),
          lost_after_last_close(),
          nothing_due(limits.close_timeout)}},
        {"a last Close that cannot leave does not hold TCP",
         {{"Close", close_frame(1000), last, 1000, CloseReason{1000, ""}},
          nothing_due(limits.close_timeout - one),
          {"close timeout", due(limits.close_timeout), Kind::drop},
          nothing_due(duration),
          lost_for_nothing()}},
        {"TCP lost",
         {message(one),
          {"lost", lose, Kind::drop, 0, close_reasons::lost()},
          message(one, false),
          lost_for_nothing(),
          {"Close", close_frame(1000)},
          {"DELETE", request(removed)},
          {"too big", broken(too_big)},
          nothing_due(duration)}},
    };
    return all;
}

void expect_step(const Step& step, const Action& action, const std::string& where) {
    EXPECT_EQ(action.kind, step.kind) << where;
    EXPECT_EQ(action.disconnected, step.disconnected) << where;
    const bool sends = step.kind == Kind::send_close || step.kind == Kind::send_close_and_drop;
    EXPECT_EQ(sends ? action.close.code : 0, step.sent) << where;
}

TEST(Lifecycle, FollowsEveryScript) {
    for (const auto& [fact, script] : cases()) {
        Lifecycle life(limits, start);
        for (std::size_t i = 0; i < script.size(); ++i)
            expect_step(
                script[i],
                script[i].run(life),
                fact + ", step " + std::to_string(i) + " (" + script[i].name + ")"
            );
    }
}

TEST(Lifecycle, DisconnectsExactlyOnceWhereverTcpIsLost) {
    for (const auto& [fact, script] : cases()) {
        for (std::size_t lost_at = 0; lost_at <= script.size(); ++lost_at) {
            Lifecycle life(limits, start);
            int disconnects = 0;
            const auto count = [&](const Action& action) {
                if (action.disconnected) ++disconnects;
            };
            for (std::size_t i = 0; i < lost_at; ++i)
                count(script[i].run(life));
            count(life.transport_lost());
            EXPECT_EQ(life.state(), Lifecycle::State::closed);
            EXPECT_EQ(disconnects, 1) << fact << ", lost before step " << lost_at;
            // Whatever else happens, it has been reported.
            for (const Step& step :
                 {Step{"", close_frame(1000)},
                  Step{"", request(removed)},
                  Step{"", broken(too_big)},
                  Step{"", due(duration)},
                  Step{"", lose}}) {
                const Action action = step.run(life);
                EXPECT_EQ(action.kind, Kind::none) << fact << ", lost before step " << lost_at;
                count(action);
            }
            EXPECT_EQ(disconnects, 1) << fact << ", lost before step " << lost_at;
            EXPECT_EQ(life.next_deadline(), Tick::max());
        }
    }
}

TEST(Lifecycle, NextDeadlineIsTheEarliest) {
    Lifecycle life(limits, start);
    EXPECT_EQ(life.next_deadline(), start + idle);
    life.write_progress(true, start + one);
    EXPECT_EQ(life.next_deadline(), start + one + stall);
    life.write_progress(false, start + one);
    EXPECT_TRUE(life.message_received(start + duration - one));
    EXPECT_EQ(life.next_deadline(), start + duration);
    (void)life.close_requested(removed, start + duration - one);
    EXPECT_EQ(life.next_deadline(), start + duration - one + limits.close_timeout);
}

TEST(Lifecycle, ControlFramesCountAsActivityWhereAsked) {
    LifecycleLimits counting;
    counting.control_frames_reset_idle = true;
    Lifecycle life(counting, start);
    life.control_received(start + idle - one);
    EXPECT_EQ(life.due(start + idle).kind, Kind::none);
}

TEST(Lifecycle, TimeLimitsCanBeOff) {
    LifecycleLimits endless;
    endless.idle_timeout = Tick::max();
    endless.connection_duration = Tick::max();
    Lifecycle life(endless, start);
    EXPECT_EQ(life.next_deadline(), Tick::max());
    EXPECT_EQ(life.due(start + 1000 * duration).kind, Kind::none);
}

}  // namespace
}  // namespace postern
