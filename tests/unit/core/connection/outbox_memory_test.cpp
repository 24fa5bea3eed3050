#include "gateway/core/connection/outbox.hpp"
#include "tests/support/counted_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace postern {
namespace {

TEST(OutboxMemory, HoldsNoneWhenEmpty) {
    const std::string message(1000, 'x');
    Outbox outbox(1 << 20);
    const std::size_t before = tests::memory::live_bytes();
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i)
            ASSERT_EQ(outbox.push(message), Offer::queued);
        ASSERT_GE(tests::memory::live_bytes() - before, 100'000U);
        outbox.consume(outbox.pending().size());
        ASSERT_EQ(tests::memory::live_bytes(), before);
    }
}

TEST(OutboxMemory, IsBoundedForAClientThatNeverCatchesUp) {
    constexpr std::size_t capacity_bytes = 100'000;
    const std::string message(1000, 'x');
    Outbox outbox(capacity_bytes);
    const std::size_t before = tests::memory::live_bytes();
    std::size_t highest = 0;
    for (int i = 0; i < 10'000; ++i) {
        while (outbox.push(message) == Offer::queued)
            highest = std::max(highest, tests::memory::live_bytes() - before);
        outbox.consume(std::min<std::size_t>(777, outbox.pending().size()));
    }
    EXPECT_LE(highest, 3 * capacity_bytes);
}

}  // namespace
}  // namespace postern
