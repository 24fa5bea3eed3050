#pragma once

#include "gateway/core/ids.hpp"

#include <cstdint>

namespace postern {

/// Where a connection lives. A `ConnectionId` is this address, so no directory is needed to find
/// one: 2 bytes of node, 1 byte of shard and 8 random bytes are exactly AWS's 11.
struct ConnectionAddress {
    std::uint16_t node = 0;
    std::uint8_t shard = 0;
    /// Unguessable; makes ids of one shard differ from each other and from those of an earlier run.
    std::uint64_t random = 0;

    friend bool operator==(const ConnectionAddress&, const ConnectionAddress&) = default;
};

/// The id of the connection at `address`. The random bytes come first, so ids do not share a
/// beginning.
[[nodiscard]] ConnectionId encode(const ConnectionAddress& address) noexcept;

/// The address that `id` spells. Every id has one; whether somebody lives there is another
/// question.
[[nodiscard]] ConnectionAddress decode(const ConnectionId& id) noexcept;

}  // namespace postern
