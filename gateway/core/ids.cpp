#include "gateway/core/ids.hpp"

#include <algorithm>
#include <cstddef>

namespace postern {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_digit = 0xFF;
/// 15 characters carry 90 bits, two more than 11 bytes have.
constexpr std::size_t digit_count = 15;
constexpr std::uint8_t stray_bits = 0b11;

constexpr std::array<std::uint8_t, 256> make_digit_values() {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr auto digit_values = make_digit_values();

constexpr std::uint32_t value_of(char digit) noexcept {
    return digit_values[static_cast<unsigned char>(digit)];
}

constexpr char digit_of(std::uint32_t value) noexcept {
    return alphabet[value & 0x3F];
}

}  // namespace

template <class Tag>
EncodedId<Tag>::EncodedId(const Bytes& bytes) noexcept {
    std::size_t out = 0;
    std::size_t in = 0;
    while (in + 3 <= byte_count) {
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[in] << 16) |
                                    static_cast<std::uint32_t>(bytes[in + 1] << 8) | bytes[in + 2];
        text_[out++] = digit_of(group >> 18);
        text_[out++] = digit_of(group >> 12);
        text_[out++] = digit_of(group >> 6);
        text_[out++] = digit_of(group);
        in += 3;
    }
    const std::uint32_t rest = static_cast<std::uint32_t>(bytes[in] << 16) |
                               static_cast<std::uint32_t>(bytes[in + 1] << 8);
    text_[out++] = digit_of(rest >> 18);
    text_[out++] = digit_of(rest >> 12);
    text_[out++] = digit_of(rest >> 6);
    text_[out] = '=';
}

template <class Tag>
std::optional<EncodedId<Tag>> EncodedId<Tag>::parse(std::string_view text) noexcept {
    if (text.size() != text_size || text.back() != '=') return std::nullopt;
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < digit_count; ++i) {
        seen |= value_of(text[i]);
    }
    // Values of digits have six bits, so only a foreign character sets the two above them.
    if (seen > 0x3F) return std::nullopt;
    if ((value_of(text[digit_count - 1]) & stray_bits) != 0) return std::nullopt;
    EncodedId id;
    std::copy(text.begin(), text.end(), id.text_.begin());
    return id;
}

template <class Tag>
typename EncodedId<Tag>::Bytes EncodedId<Tag>::bytes() const noexcept {
    Bytes bytes{};
    std::size_t out = 0;
    std::size_t in = 0;
    while (out + 3 <= byte_count) {
        const std::uint32_t group = value_of(text_[in]) << 18 | value_of(text_[in + 1]) << 12 |
                                    value_of(text_[in + 2]) << 6 | value_of(text_[in + 3]);
        bytes[out++] = static_cast<std::uint8_t>(group >> 16);
        bytes[out++] = static_cast<std::uint8_t>(group >> 8);
        bytes[out++] = static_cast<std::uint8_t>(group);
        in += 4;
    }
    const std::uint32_t rest =
        value_of(text_[in]) << 18 | value_of(text_[in + 1]) << 12 | value_of(text_[in + 2]) << 6;
    bytes[out++] = static_cast<std::uint8_t>(rest >> 16);
    bytes[out] = static_cast<std::uint8_t>(rest >> 8);
    return bytes;
}

template class EncodedId<ConnectionTag>;
template class EncodedId<RequestTag>;
template class EncodedId<MessageTag>;

}  // namespace postern
