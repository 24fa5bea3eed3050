#pragma once

#include "gateway/integrations/plugin/event_reader.hpp"
#include "gateway/ports/integration.hpp"
#include "postern/handler.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace postern::integrations {

class HandlerInstance;

/// The gateway's side of one `postern_call`. Reused by later calls; never moves.
struct CallSlot {
    /// Generation and phase; changes hands between threads.
    std::atomic<std::uint64_t> state{0};
    std::uint32_t index = 0;
    std::uint16_t shard = 0;
    CallSlot* next_free = nullptr;

    ports::Call* call = nullptr;
    HandlerInstance* instance = nullptr;
    /// What the handler is shown; its views lie in `call->event()`.
    postern_request request{};
    EventReader reader;
};

/// All calls that handlers have not answered, by handle.
///
/// A handle is a number in the shape of a pointer: the position of its slot and the slot's
/// generation, which grows with every use. So one that was answered already is told apart from the
/// call that uses the slot now, on any thread, without touching memory that is gone.
///
/// Slots belong to shards: taking one needs no lock, giving it back on any thread one
/// compare-exchange. None is freed before this object.
class CallSlots {
public:
    /// Every shard of a connection id (one byte of it) can have calls.
    static constexpr unsigned max_shards = 256;
    static constexpr std::uint32_t slots_per_chunk = 128;
    static constexpr std::uint32_t max_slots = 1U << 20U;

    CallSlots();
    CallSlots(const CallSlots&) = delete;
    CallSlots& operator=(const CallSlots&) = delete;

    /// A free slot, or null when `max_slots` are in use. On the shard's thread.
    [[nodiscard]] CallSlot* acquire(unsigned shard);
    /// Makes the call of an acquired slot answerable. A kept call counts among the open calls of
    /// its instance.
    enum class Kept { no, yes };
    [[nodiscard]] static postern_call* open(CallSlot& slot, Kept kept) noexcept;
    /// The handle `open` gave, while the call is not answered.
    [[nodiscard]] static postern_call* handle_of(const CallSlot& slot) noexcept;
    /// Turns an open call into a kept one; false when it has been answered meanwhile.
    [[nodiscard]] static bool keep(CallSlot& slot, postern_call* handle) noexcept;

    /// The call of `handle` while it is not answered, else null.
    [[nodiscard]] CallSlot* find(postern_call* handle) const noexcept;
    /// Whoever gets the slot, and nobody else, answers the call, then calls `release`.
    struct Claim {
        CallSlot* slot = nullptr;
        Kept kept = Kept::no;
    };
    [[nodiscard]] Claim claim(postern_call* handle) const noexcept;
    /// Makes the slot of an answered, or never opened, call free.
    void release(CallSlot& slot) noexcept;
    /// Makes every open call unanswerable, for good.
    void revoke_all() noexcept;

private:
    using Chunk = std::array<CallSlot, slots_per_chunk>;
    static constexpr std::size_t max_chunks = max_slots / slots_per_chunk;

    struct alignas(64) Shard {
        /// Only the shard takes from here.
        CallSlot* free = nullptr;
        /// Where any thread gives slots back; the shard takes all of them at once.
        alignas(64) std::atomic<CallSlot*> returned{nullptr};
    };

    [[nodiscard]] CallSlot* at(std::uint32_t index) const noexcept;
    void add_chunk(Shard& shard, unsigned number);

    std::array<Shard, max_shards> shards_;
    std::mutex growing_;
    std::vector<std::unique_ptr<Chunk>> owned_;
    // What other threads read: null until the chunk is complete.
    std::vector<std::atomic<Chunk*>> chunks_;
};

}  // namespace postern::integrations
