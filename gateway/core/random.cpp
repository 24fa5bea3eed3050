#include "gateway/core/random.hpp"

#include <bit>
#include <cstddef>

namespace postern {
namespace {

/// Writes the bytes of `bits` from `first` to `last`, lowest byte first.
void put_bytes(std::uint64_t bits, std::uint8_t* first, const std::uint8_t* last) noexcept {
    for (; first != last; ++first, bits >>= 8) {
        *first = static_cast<std::uint8_t>(bits);
    }
}

constexpr std::size_t word_size = sizeof(std::uint64_t);

}  // namespace

FastRandom::FastRandom(const Seed& seed) noexcept : state_(seed) {
    if (seed == Seed{}) state_[0] = 0x9E3779B97F4A7C15;
}

std::uint64_t FastRandom::next() noexcept {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

RequestId make_request_id(FastRandom& random) noexcept {
    RequestId::Bytes bytes{};
    put_bytes(random.next(), bytes.data(), bytes.data() + word_size);
    put_bytes(random.next(), bytes.data() + word_size, bytes.data() + bytes.size());
    return RequestId(bytes);
}

MessageId make_message_id(FastRandom& random, const ConnectionId& over) noexcept {
    MessageId::Bytes bytes = over.bytes();
    put_bytes(random.next(), bytes.data(), bytes.data() + word_size);
    return MessageId(bytes);
}

}  // namespace postern
