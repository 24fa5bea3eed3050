#include "tests/support/counted_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<std::size_t> allocation_count{0};
std::atomic<std::size_t> live_block_count{0};
std::atomic<std::size_t> live_byte_count{0};

/// Room for the size of a block in front of it.
constexpr std::size_t bookkeeping = alignof(std::max_align_t);

}  // namespace

// The other forms of `new` and `delete` end up in these; aligned ones keep their defaults.
void* operator new(std::size_t size) {
    auto* const block = static_cast<char*>(std::malloc(size + bookkeeping));
    if (block == nullptr) throw std::bad_alloc();
    std::memcpy(block, &size, sizeof size);
    allocation_count.fetch_add(1, std::memory_order_relaxed);
    live_block_count.fetch_add(1, std::memory_order_relaxed);
    live_byte_count.fetch_add(size, std::memory_order_relaxed);
    return block + bookkeeping;
}

void operator delete(void* pointer) noexcept {
    if (pointer == nullptr) return;
    char* const block = static_cast<char*>(pointer) - bookkeeping;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    live_block_count.fetch_sub(1, std::memory_order_relaxed);
    live_byte_count.fetch_sub(size, std::memory_order_relaxed);
    std::free(block);
}

void operator delete(void* pointer, std::size_t) noexcept {
    operator delete(pointer);
}

namespace postern::tests::memory {

std::size_t allocations() noexcept {
    return allocation_count.load();
}
std::size_t live_blocks() noexcept {
    return live_block_count.load();
}
std::size_t live_bytes() noexcept {
    return live_byte_count.load();
}

}  // namespace postern::tests::memory
