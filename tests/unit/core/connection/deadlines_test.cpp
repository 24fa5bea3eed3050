#include "gateway/core/connection/deadlines.hpp"

#include <gtest/gtest.h>

#include <list>
#include <memory>
#include <vector>

namespace postern {
namespace {

constexpr Tick second{1000};

Tick seconds(int count) {
    return count * second;
}

/// A wheel of ten one-second slots that starts at 100.5 s.
class DeadlinesTest : public ::testing::Test {
protected:
    Deadlines wheel{second, 10, Tick{100'500}};

    std::vector<DeadlineEntry*> fired_at(Tick now) {
        std::vector<DeadlineEntry*> fired;
        wheel.advance(now, [&](DeadlineEntry& entry) { fired.push_back(&entry); });
        return fired;
    }
};

using Fired = std::vector<DeadlineEntry*>;

TEST_F(DeadlinesTest, FiresAtTheFirstAdvanceAtOrAfterTheInstant) {
    DeadlineEntry entry;
    wheel.arm(entry, Tick{103'200});
    EXPECT_EQ(fired_at(Tick{103'199}), Fired{});
    EXPECT_TRUE(entry.is_linked());
    EXPECT_EQ(fired_at(Tick{103'200}), Fired{&entry});
    EXPECT_FALSE(entry.is_linked());
    EXPECT_EQ(fired_at(Tick{120'000}), Fired{});
}

TEST_F(DeadlinesTest, NeverFiresEarlyAndAtMostOneResolutionLate) {
    std::list<DeadlineEntry> entries;
    std::vector<Tick> due;
    for (int i = 0; i < 400; ++i) {
        due.push_back(Tick{100'500 + i * 97});  // up to 39 s: four rounds
        wheel.arm(entries.emplace_back(), due.back());
    }
    std::size_t next = 0;
    for (Tick now{100'900}; next < due.size(); now += second) {
        for (const DeadlineEntry* entry : fired_at(now)) {
            (void)entry;
            EXPECT_LE(due[next], now);
            EXPECT_GT(due[next] + second, now);
            ++next;
        }
        ASSERT_LT(now, Tick{200'000});
    }
}

TEST_F(DeadlinesTest, WaitsForTheRightRound) {
    DeadlineEntry entry;
    wheel.arm(entry, seconds(125));  // same slot as 105 and 115
    EXPECT_EQ(fired_at(seconds(105)), Fired{});
    EXPECT_EQ(fired_at(seconds(115)), Fired{});
    EXPECT_EQ(fired_at(seconds(124)), Fired{});
    EXPECT_EQ(fired_at(seconds(125)), Fired{&entry});
}

TEST_F(DeadlinesTest, CatchesUpAfterALongPause) {
    DeadlineEntry a, b, never;
    wheel.arm(a, seconds(103));
    wheel.arm(b, seconds(177));
    wheel.arm(never, Tick::max());
    EXPECT_EQ(fired_at(seconds(1000)).size(), 2U);
    EXPECT_TRUE(never.is_linked());
}

TEST_F(DeadlinesTest, PastInstantsFireAtTheNextAdvance) {
    DeadlineEntry entry;
    wheel.arm(entry, seconds(1));
    EXPECT_EQ(fired_at(Tick{100'500}), Fired{&entry});
}

TEST_F(DeadlinesTest, ArmingAgainMoves) {
    DeadlineEntry entry;
    wheel.arm(entry, seconds(102));
    wheel.arm(entry, seconds(104));
    EXPECT_EQ(fired_at(seconds(103)), Fired{});
    EXPECT_EQ(fired_at(seconds(104)), Fired{&entry});
}

TEST_F(DeadlinesTest, DestroyedAndUnlinkedEntriesDoNotFire) {
    auto destroyed = std::make_unique<DeadlineEntry>();
    DeadlineEntry unlinked, stays;
    for (DeadlineEntry* entry : {destroyed.get(), &unlinked, &stays})
        wheel.arm(*entry, seconds(102));
    destroyed.reset();
    unlinked.unlink();
    EXPECT_EQ(fired_at(seconds(103)), Fired{&stays});
}

TEST_F(DeadlinesTest, FireMayArmAgain) {
    DeadlineEntry entry;
    wheel.arm(entry, seconds(101));
    int count = 0;
    const auto again_at_once = [&](DeadlineEntry& fired) {
        ++count;
        wheel.arm(fired, seconds(0));
    };
    wheel.advance(seconds(102), again_at_once);
    EXPECT_EQ(count, 1) << "due again only at the next advance";
    wheel.advance(seconds(102), again_at_once);
    EXPECT_EQ(count, 2);
}

TEST_F(DeadlinesTest, FireMayRemoveMoveAndDestroyOthers) {
    auto first = std::make_unique<DeadlineEntry>();
    auto destroyed = std::make_unique<DeadlineEntry>();
    DeadlineEntry moved;
    for (DeadlineEntry* entry : {first.get(), destroyed.get(), &moved})
        wheel.arm(*entry, seconds(101));
    int count = 0;
    wheel.advance(seconds(102), [&](DeadlineEntry& fired) {
        ++count;
        EXPECT_EQ(&fired, first.get());
        first.reset();
        destroyed.reset();
        wheel.arm(moved, seconds(105));
    });
    EXPECT_EQ(count, 1);
    EXPECT_EQ(fired_at(seconds(105)), Fired{&moved});
}

TEST(Deadlines, EntriesMayOutliveTheWheel) {
    DeadlineEntry entry;
    {
        Deadlines wheel(second, 4, Tick{0});
        wheel.arm(entry, seconds(1));
    }
    EXPECT_FALSE(entry.is_linked());
}

}  // namespace
}  // namespace postern
