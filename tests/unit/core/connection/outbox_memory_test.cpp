#include "gateway/core/connection/outbox.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

// Bytes on the heap of this program, counted by what was asked for.
namespace {
std::size_t live_bytes = 0;
constexpr std::size_t bookkeeping = alignof(std::max_align_t);
}  // namespace

void* operator new(std::size_t size) {
    char* const block = static_cast<char*>(std::malloc(size + bookkeeping));
    if (block == nullptr) throw std::bad_alloc();
    *reinterpret_cast<std::size_t*>(block) = size;
    live_bytes += size;
    return block + bookkeeping;
}
void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    char* const block = static_cast<char*>(pointer) - bookkeeping;
    live_bytes -= *reinterpret_cast<std::size_t*>(block);
    std::free(block);
}
void operator delete(void* pointer, std::size_t) noexcept {
    operator delete(pointer);
}

namespace postern {
namespace {

TEST(OutboxMemory, HoldsNoneWhenEmpty) {
    const std::string message(1000, 'x');
    Outbox outbox(1 << 20);
    const std::size_t before = live_bytes;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i)
            ASSERT_EQ(outbox.push(message), Offer::queued);
        ASSERT_GE(live_bytes - before, 100'000U);
        outbox.consume(outbox.pending().size());
        ASSERT_EQ(live_bytes, before);
    }
}

TEST(OutboxMemory, IsBoundedForAClientThatNeverCatchesUp) {
    constexpr std::size_t capacity_bytes = 100'000;
    const std::string message(1000, 'x');
    Outbox outbox(capacity_bytes);
    const std::size_t before = live_bytes;
    std::size_t highest = 0;
    for (int i = 0; i < 10'000; ++i) {
        while (outbox.push(message) == Offer::queued)
            highest = std::max(highest, live_bytes - before);
        outbox.consume(std::min<std::size_t>(777, outbox.pending().size()));
    }
    EXPECT_LE(highest, 3 * capacity_bytes);
}

}  // namespace
}  // namespace postern
