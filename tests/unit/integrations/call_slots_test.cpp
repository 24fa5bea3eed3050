#include "gateway/integrations/plugin/call_slots.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace postern::integrations {
namespace {

using Kept = CallSlots::Kept;

class CallSlotsTest : public testing::Test {
protected:
    CallSlot& taken(unsigned shard = 0) {
        CallSlot* const slot = slots_->acquire(shard);
        EXPECT_NE(slot, nullptr);
        return *slot;
    }
    // Large: one entry for each shard there can be.
    std::unique_ptr<CallSlots> slots_ = std::make_unique<CallSlots>();
};

TEST_F(CallSlotsTest, HandleNamesItsCallUntilItIsClaimed) {
    CallSlot& slot = taken();
    postern_call* const handle = CallSlots::open(slot, Kept::no);
    EXPECT_NE(handle, nullptr);
    EXPECT_EQ(CallSlots::handle_of(slot), handle);
    EXPECT_EQ(slots_->find(handle), &slot);
    EXPECT_EQ(slots_->claim(handle).slot, &slot);
    EXPECT_EQ(slots_->find(handle), nullptr);
    EXPECT_EQ(slots_->claim(handle).slot, nullptr);
}

TEST_F(CallSlotsTest, HandleOfAnEarlierUseNamesNothing) {
    std::set<postern_call*> handles;
    // More uses than there are slots in a chunk: every slot comes back.
    for (unsigned i = 0; i < 4 * CallSlots::slots_per_chunk; ++i) {
        CallSlot& slot = taken();
        postern_call* const handle = CallSlots::open(slot, Kept::no);
        EXPECT_TRUE(handles.insert(handle).second) << "a handle was given twice";
        ASSERT_EQ(slots_->claim(handle).slot, &slot);
        slots_->release(slot);
    }
    for (postern_call* const handle : handles)
        EXPECT_EQ(slots_->claim(handle).slot, nullptr);
}

TEST_F(CallSlotsTest, ReusesSlotsInsteadOfGrowing) {
    std::set<CallSlot*> seen;
    for (unsigned i = 0; i < 4 * CallSlots::slots_per_chunk; ++i) {
        CallSlot& slot = taken();
        seen.insert(&slot);
        slots_->release(slot);
    }
    EXPECT_EQ(seen.size(), CallSlots::slots_per_chunk);
}

TEST_F(CallSlotsTest, SlotsThatOtherThreadsReleaseComeBackToTheirShard) {
    std::vector<CallSlot*> held;
    for (unsigned i = 0; i < CallSlots::slots_per_chunk; ++i)
        held.push_back(&taken(3));
    std::vector<std::thread> threads;
    for (std::size_t part = 0; part < 4; ++part) {
        threads.emplace_back([&, part] {
            for (std::size_t i = part; i < held.size(); i += 4)
                slots_->release(*held[i]);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    std::set<CallSlot*> again;
    for (std::size_t i = 0; i < held.size(); ++i)
        again.insert(&taken(3));
    EXPECT_EQ(again, std::set<CallSlot*>(held.begin(), held.end()));
}

TEST_F(CallSlotsTest, ShardsDoNotShareSlots) {
    EXPECT_NE(&taken(0), &taken(1));
    EXPECT_EQ(taken(255).shard, 255);
}

TEST_F(CallSlotsTest, KeepingTellsWhetherTheCallIsStillOpen) {
    CallSlot& slot = taken();
    postern_call* const handle = CallSlots::open(slot, Kept::no);
    EXPECT_TRUE(CallSlots::keep(slot, handle));
    EXPECT_EQ(slots_->find(handle), &slot);
    EXPECT_EQ(slots_->claim(handle).kept, Kept::yes);
    EXPECT_FALSE(CallSlots::keep(slot, handle));
}

TEST_F(CallSlotsTest, ClaimTellsHowTheCallWasOpened) {
    EXPECT_EQ(slots_->claim(CallSlots::open(taken(), Kept::no)).kept, Kept::no);
    EXPECT_EQ(slots_->claim(CallSlots::open(taken(), Kept::yes)).kept, Kept::yes);
}

TEST_F(CallSlotsTest, RevokedCallsCannotBeAnswered) {
    postern_call* const open = CallSlots::open(taken(), Kept::no);
    postern_call* const kept = CallSlots::open(taken(1), Kept::yes);
    slots_->revoke_all();
    EXPECT_EQ(slots_->claim(open).slot, nullptr);
    EXPECT_EQ(slots_->claim(kept).slot, nullptr);
}

}  // namespace
}  // namespace postern::integrations
