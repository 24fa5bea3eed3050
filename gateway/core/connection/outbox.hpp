#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postern {

/// What became of bytes offered to an `Outbox`.
enum class Offer { queued, full };

/// Encoded bytes waiting to be written to one connection, oldest first.
///
/// Holds at most `capacity_bytes`, so a client that stops reading costs bounded memory, and none at
/// all when empty. Shard only.
class Outbox {
public:
    explicit Outbox(std::size_t capacity_bytes) noexcept : capacity_bytes_(capacity_bytes) {}

    /// Appends all of `encoded`, or refuses it whole when more than the capacity would wait.
    [[nodiscard]] Offer push(std::string_view encoded);

    /// The bytes to write next, empty only when nothing waits: all that was pushed since this batch
    /// began. Not moved by `push`, so a write may be under way; valid until the next `consume`.
    [[nodiscard]] std::string_view pending();

    /// Forgets the first `written_bytes` of `pending`, which were written.
    void consume(std::size_t written_bytes) noexcept;

    [[nodiscard]] bool is_empty() const noexcept { return size_bytes() == 0; }
    /// Bytes that wait, those of a write under way included.
    [[nodiscard]] std::size_t size_bytes() const noexcept {
        return batch_.size() - written_bytes_ + next_.size();
    }

private:
    std::size_t capacity_bytes_;
    /// The batch being written; nothing is added to it, so it stays where it is.
    std::string batch_;
    /// How much of it is written.
    std::size_t written_bytes_ = 0;
    /// What was pushed since.
    std::string next_;
};

}  // namespace postern
