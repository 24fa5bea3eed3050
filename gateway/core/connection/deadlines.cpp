#include "gateway/core/connection/deadlines.hpp"

#include <algorithm>
#include <cassert>

namespace postern {

void DeadlineEntry::unlink() noexcept {
    if (next_ == nullptr) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = nullptr;
}

Deadlines::Deadlines(Tick resolution, std::size_t slots, Tick now)
    : resolution_(resolution),
      turn_(now / resolution),
      slots_(slots) {
    assert(resolution > Tick{0} && slots > 0 && now >= Tick{0});
    for (DeadlineEntry& list : slots_)
        list.previous_ = list.next_ = &list;
    due_.previous_ = due_.next_ = &due_;
}

Deadlines::~Deadlines() {
    const auto empty = [](DeadlineEntry& list) {
        while (list.next_ != &list)
            list.next_->unlink();
    };
    std::for_each(slots_.begin(), slots_.end(), empty);
    empty(due_);
}

void Deadlines::arm(DeadlineEntry& entry, Tick at) noexcept {
    entry.unlink();
    entry.at_ = at;
    // What is due already waits for the next advance, which looks at the current slot again.
    append(slot(std::max(at / resolution_, turn_)), entry);
}

void Deadlines::collect(Tick now) noexcept {
    const std::int64_t turn = now / resolution_;
    if (turn < turn_) return;
    // The slot looked at last is looked at again: it was not over then.
    const std::int64_t last = std::min(turn, turn_ + static_cast<std::int64_t>(slots_.size()) - 1);
    for (std::int64_t looked_at = turn_; looked_at <= last; ++looked_at) {
        DeadlineEntry& list = slot(looked_at);
        for (DeadlineEntry* entry = list.next_; entry != &list;) {
            DeadlineEntry& candidate = *entry;
            entry = entry->next_;
            if (candidate.at_ > now) continue;
            candidate.unlink();
            append(due_, candidate);
        }
    }
    turn_ = turn;
}

DeadlineEntry* Deadlines::take_due() noexcept {
    if (due_.next_ == &due_) return nullptr;
    DeadlineEntry* const entry = due_.next_;
    entry->unlink();
    return entry;
}

DeadlineEntry& Deadlines::slot(std::int64_t turn) noexcept {
    return slots_[static_cast<std::size_t>(turn) % slots_.size()];
}

void Deadlines::append(DeadlineEntry& list, DeadlineEntry& entry) noexcept {
    entry.previous_ = list.previous_;
    entry.next_ = &list;
    list.previous_->next_ = &entry;
    list.previous_ = &entry;
}

}  // namespace postern
