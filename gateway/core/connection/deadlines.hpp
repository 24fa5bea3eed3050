#pragma once

#include "gateway/core/connection/lifecycle.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace postern {

/// A node of a `Deadlines` wheel; derive from it or hold it as a member. Unlinks itself when
/// destroyed.
class DeadlineEntry {
public:
    DeadlineEntry() = default;
    DeadlineEntry(const DeadlineEntry&) = delete;
    DeadlineEntry& operator=(const DeadlineEntry&) = delete;
    ~DeadlineEntry() { unlink(); }

    [[nodiscard]] bool is_linked() const noexcept { return next_ != nullptr; }
    void unlink() noexcept;

private:
    friend class Deadlines;
    DeadlineEntry* previous_ = nullptr;
    DeadlineEntry* next_ = nullptr;
    Tick at_{0};
};

/// Coarse timer wheel: which entries are due at an instant. Arming, moving and removing cost a few
/// instructions and no memory; an entry fires at the first `advance` at or after its instant, never
/// before, so `advance` is to be called once per `resolution`. Instants are not negative. Entries
/// more than `slots` times `resolution` ahead are looked at once per round.
class Deadlines {
public:
    Deadlines(Tick resolution, std::size_t slots, Tick now);
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;
    ~Deadlines();

    /// Arms `entry` for `at`, moving it if armed.
    void arm(DeadlineEntry& entry, Tick at) noexcept;

    /// Unlinks every entry due at `now` and calls `fire(DeadlineEntry&)` for each; `fire` may arm
    /// it again, arm or remove others, or destroy it.
    template <class Fire>
    void advance(Tick now, Fire&& fire) {
        collect(now);
        while (DeadlineEntry* entry = take_due())
            fire(*entry);
    }

    [[nodiscard]] Tick resolution() const noexcept { return resolution_; }

private:
    void collect(Tick now) noexcept;
    [[nodiscard]] DeadlineEntry* take_due() noexcept;
    [[nodiscard]] DeadlineEntry& slot(std::int64_t turn) noexcept;
    static void append(DeadlineEntry& list, DeadlineEntry& entry) noexcept;

    Tick resolution_;
    /// Number of the slot looked at last, counted on without end.
    std::int64_t turn_;
    /// Heads of circular lists, one per slot; a list also holds entries of later rounds.
    std::vector<DeadlineEntry> slots_;
    /// Head of the entries that are about to fire.
    DeadlineEntry due_;
};

}  // namespace postern
