#include "gateway/integrations/plugin/call_slots.hpp"

#include <cassert>
#include <utility>

namespace postern::integrations {
namespace {

static_assert(sizeof(void*) == sizeof(std::uint64_t), "a handle needs 64 bits");

enum class Phase : std::uint64_t { free, open, kept, answering };

constexpr unsigned index_bits = 20;
constexpr unsigned phase_bits = 2;
constexpr std::uint64_t generation_mask = (std::uint64_t{1} << (64 - index_bits)) - 1;
static_assert(CallSlots::max_slots == 1U << index_bits);

constexpr std::uint64_t state_of(std::uint64_t generation, Phase phase) {
    return generation << phase_bits | static_cast<std::uint64_t>(phase);
}
constexpr std::uint64_t generation_of(std::uint64_t state) {
    return state >> phase_bits;
}
constexpr Phase phase_of(std::uint64_t state) {
    return static_cast<Phase>(state & ((1U << phase_bits) - 1));
}

struct Name {
    std::uint32_t index = 0;
    std::uint64_t generation = 0;
};

postern_call* handle_for(const Name& name) {
    const std::uint64_t value = name.generation << index_bits | name.index;
    return reinterpret_cast<postern_call*>(value);  // NOLINT(performance-no-int-to-ptr)
}

Name name_in(const postern_call* handle) {
    const auto value = reinterpret_cast<std::uint64_t>(handle);
    return {static_cast<std::uint32_t>(value & (CallSlots::max_slots - 1)), value >> index_bits};
}

/// Generation 0 is never used, so that no handle is a null pointer.
constexpr std::uint64_t next(std::uint64_t generation) {
    const std::uint64_t following = (generation + 1) & generation_mask;
    return following == 0 ? 1 : following;
}

}  // namespace

CallSlots::CallSlots() : chunks_(max_chunks) {}

CallSlot* CallSlots::acquire(unsigned number) {
    assert(number < max_shards);
    Shard& shard = shards_[number];
    if (shard.free == nullptr) {
        shard.free = shard.returned.exchange(nullptr, std::memory_order_acquire);
    }
    if (shard.free == nullptr) add_chunk(shard, number);
    if (shard.free == nullptr) return nullptr;
    return std::exchange(shard.free, shard.free->next_free);
}

void CallSlots::add_chunk(Shard& shard, unsigned number) {
    const std::lock_guard lock(growing_);
    if (owned_.size() == max_chunks) return;
    auto chunk = std::make_unique<Chunk>();
    auto index = static_cast<std::uint32_t>(owned_.size()) * slots_per_chunk;
    for (CallSlot& slot : *chunk) {
        slot.state.store(state_of(1, Phase::free), std::memory_order_relaxed);
        slot.index = index++;
        slot.shard = static_cast<std::uint16_t>(number);
        slot.next_free = std::exchange(shard.free, &slot);
    }
    chunks_[owned_.size()].store(chunk.get(), std::memory_order_release);
    owned_.push_back(std::move(chunk));
}

postern_call* CallSlots::open(CallSlot& slot, Kept kept) noexcept {
    const auto generation = generation_of(slot.state.load(std::memory_order_relaxed));
    const Phase phase = kept == Kept::yes ? Phase::kept : Phase::open;
    slot.state.store(state_of(generation, phase), std::memory_order_release);
    return handle_for({slot.index, generation});
}

postern_call* CallSlots::handle_of(const CallSlot& slot) noexcept {
    return handle_for({slot.index, generation_of(slot.state.load(std::memory_order_relaxed))});
}

bool CallSlots::keep(CallSlot& slot, postern_call* handle) noexcept {
    const auto generation = name_in(handle).generation;
    std::uint64_t expected = state_of(generation, Phase::open);
    return slot.state.compare_exchange_strong(
        expected, state_of(generation, Phase::kept), std::memory_order_acq_rel
    );
}

CallSlot* CallSlots::at(std::uint32_t index) const noexcept {
    Chunk* const chunk = chunks_[index / slots_per_chunk].load(std::memory_order_acquire);
    return chunk == nullptr ? nullptr : &(*chunk)[index % slots_per_chunk];
}

CallSlot* CallSlots::find(postern_call* handle) const noexcept {
    const Name name = name_in(handle);
    CallSlot* const slot = at(name.index);
    if (slot == nullptr) return nullptr;
    const std::uint64_t state = slot->state.load(std::memory_order_acquire);
    const Phase phase = phase_of(state);
    const bool is_open = phase == Phase::open || phase == Phase::kept;
    return is_open && generation_of(state) == name.generation ? slot : nullptr;
}

CallSlots::Claim CallSlots::claim(postern_call* handle) const noexcept {
    const Name name = name_in(handle);
    CallSlot* const slot = at(name.index);
    if (slot == nullptr) return {};
    std::uint64_t seen = slot->state.load(std::memory_order_acquire);
    while (generation_of(seen) == name.generation) {
        const Phase phase = phase_of(seen);
        if (phase != Phase::open && phase != Phase::kept) return {};
        const std::uint64_t answering = state_of(name.generation, Phase::answering);
        if (slot->state.compare_exchange_weak(seen, answering, std::memory_order_acq_rel)) {
            return {slot, phase == Phase::kept ? Kept::yes : Kept::no};
        }
    }
    return {};
}

void CallSlots::release(CallSlot& slot) noexcept {
    slot.reader.reset();
    slot.call = nullptr;
    slot.instance = nullptr;
    const auto generation = generation_of(slot.state.load(std::memory_order_relaxed));
    slot.state.store(state_of(next(generation), Phase::free), std::memory_order_relaxed);
    std::atomic<CallSlot*>& returned = shards_[slot.shard].returned;
    slot.next_free = returned.load(std::memory_order_relaxed);
    while (!returned.compare_exchange_weak(
        slot.next_free, &slot, std::memory_order_release, std::memory_order_relaxed
    )) {
    }
}

void CallSlots::revoke_all() noexcept {
    const std::lock_guard lock(growing_);
    for (const auto& chunk : owned_) {
        // What is claimed and never released can be neither answered nor used again.
        for (CallSlot& slot : *chunk)
            (void)claim(handle_of(slot));
    }
}

}  // namespace postern::integrations
