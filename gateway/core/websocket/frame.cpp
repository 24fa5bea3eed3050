#include "gateway/core/websocket/frame.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace postern::websocket {
namespace {

constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t rsv1_bit = 0x40;
constexpr std::uint8_t rsv2_and_rsv3_bits = 0x30;
constexpr std::uint8_t mask_bit = 0x80;
/// Values of the 7-bit length that stand for a longer field behind it.
constexpr std::uint8_t length_in_2_bytes = 126;
constexpr std::uint8_t length_in_8_bytes = 127;

std::uint8_t byte_at(std::string_view bytes, std::size_t index) noexcept {
    return static_cast<std::uint8_t>(bytes[index]);
}

bool is_known(std::uint8_t opcode) noexcept {
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::uint64_t big_endian(std::string_view bytes) noexcept {
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
}

HeaderRead violates(std::string_view rule) noexcept {
    return {.kind = HeaderRead::Kind::violation, .violation = rule};
}

/// The rule that a header's first two bytes break, or nothing.
std::string_view broken_rule(std::uint8_t first, std::uint8_t second) noexcept {
    const std::uint8_t opcode = first & 0x0F;
    if ((first & rsv2_and_rsv3_bits) != 0) return "Reserved bits are set";
    if (!is_known(opcode)) return "Unknown opcode";
    if ((second & mask_bit) == 0) return "Client frames must be masked";
    if (is_control(static_cast<Opcode>(opcode))) {
        if ((first & final_bit) == 0) return "Control frames must not be fragmented";
        if ((second & ~mask_bit) > max_control_bytes) return "Control frame is too long";
    }
    return {};
}

}  // namespace

HeaderRead read_frame_header(std::string_view bytes, FrameHeader& header) noexcept {
    if (bytes.size() < 2) return {};
    const std::uint8_t first = byte_at(bytes, 0);
    const std::uint8_t second = byte_at(bytes, 1);
    if (const auto rule = broken_rule(first, second); !rule.empty()) return violates(rule);

    std::uint64_t length = second & 0x7F;
    std::size_t mask_at = 2;
    if (length >= length_in_2_bytes) {
        const bool is_long = length == length_in_8_bytes;
        const std::size_t field_bytes = is_long ? 8 : 2;
        if (bytes.size() < mask_at + field_bytes) return {};
        length = big_endian(bytes.substr(mask_at, field_bytes));
        if (length < (is_long ? 0x1'0000U : 126U)) return violates("Length is not minimal");
        if (length >> 63 != 0) return violates("Length exceeds 63 bits");
        mask_at += field_bytes;
    }
    if (bytes.size() < mask_at + sizeof(Mask)) return {};

    header.opcode = static_cast<Opcode>(first & 0x0F);
    header.is_final = (first & final_bit) != 0;
    header.has_rsv1 = (first & rsv1_bit) != 0;
    header.size_bytes = static_cast<std::uint8_t>(mask_at + sizeof(Mask));
    std::memcpy(header.mask.data(), bytes.data() + mask_at, sizeof(Mask));
    header.length = length;
    return {.kind = HeaderRead::Kind::complete, .violation = {}};
}

void unmask(std::span<char> payload, const Mask& mask, std::uint64_t position) noexcept {
    Mask turned = mask;
    if (const auto shift = position % mask.size(); shift != 0)
        std::rotate(
            turned.begin(), turned.begin() + static_cast<std::ptrdiff_t>(shift), turned.end()
        );
    std::uint32_t half = 0;
    std::memcpy(&half, turned.data(), sizeof half);
    const std::uint64_t key = std::uint64_t{half} << 32 | half;

    char* at = payload.data();
    std::size_t rest = payload.size();
    for (; rest >= sizeof key; rest -= sizeof key, at += sizeof key) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        word ^= key;
        std::memcpy(at, &word, sizeof word);
    }
    for (std::size_t i = 0; i < rest; ++i)
        at[i] = static_cast<char>(at[i] ^ turned[i % turned.size()]);
}

bool is_close_code(std::uint16_t code) noexcept {
    if (code >= 3000) return code <= 4999;
    if (code >= 1007) return code <= 1014;
    return code >= 1000 && code <= 1003;
}

}  // namespace postern::websocket
