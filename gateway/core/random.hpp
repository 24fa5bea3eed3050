#pragma once

#include "gateway/core/ids.hpp"

#include <array>
#include <cstdint>

namespace postern {

/// A fast pseudo-random generator, xoshiro256** (Blackman and Vigna, public domain).
///
/// For numbers that must differ, such as ids of requests and messages. Its output can be predicted
/// from earlier output, so connection ids, which must not be guessed, take their random bits from
/// the system instead. Not thread-safe: one per shard.
class FastRandom {
public:
    using Seed = std::array<std::uint64_t, 4>;

    /// Starts from `seed`, which becomes the state as it is. A seed of all zeros, from which the
    /// generator would never leave, is replaced.
    explicit FastRandom(const Seed& seed) noexcept;

    /// The next 64 random bits.
    [[nodiscard]] std::uint64_t next() noexcept;

private:
    Seed state_;
};

/// A new request id: eleven random bytes.
[[nodiscard]] RequestId make_request_id(FastRandom& random) noexcept;

/// A new message id for the connection `over` which the message came: eight random bytes and the
/// last three bytes of the connection id, as observed on AWS.
[[nodiscard]] MessageId make_message_id(FastRandom& random, const ConnectionId& over) noexcept;

}  // namespace postern
