#include "gateway/core/connection_address.hpp"

#include <cstddef>

namespace postern {
namespace {

/// The eleven bytes of an id: random number, node, shard; each with its highest byte first.
constexpr std::size_t random_size = 8;
constexpr std::size_t node_at = random_size;
constexpr std::size_t shard_at = node_at + 2;
static_assert(shard_at + 1 == ConnectionId::byte_count);

}  // namespace

ConnectionId encode(const ConnectionAddress& address) noexcept {
    ConnectionId::Bytes bytes{};
    std::uint64_t random = address.random;
    for (std::size_t i = random_size; i-- > 0; random >>= 8) {
        bytes[i] = static_cast<std::uint8_t>(random);
    }
    bytes[node_at] = static_cast<std::uint8_t>(address.node >> 8);
    bytes[node_at + 1] = static_cast<std::uint8_t>(address.node);
    bytes[shard_at] = address.shard;
    return ConnectionId(bytes);
}

ConnectionAddress decode(const ConnectionId& id) noexcept {
    const ConnectionId::Bytes bytes = id.bytes();
    ConnectionAddress address;
    for (std::size_t i = 0; i < random_size; ++i) {
        address.random = address.random << 8 | bytes[i];
    }
    address.node = static_cast<std::uint16_t>(bytes[node_at] << 8 | bytes[node_at + 1]);
    address.shard = bytes[shard_at];
    return address;
}

}  // namespace postern
