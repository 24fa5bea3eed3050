#include "gateway/core/encoding/base64.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace postern::base64 {
namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> values_of_digits() {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < standard_alphabet.size(); ++i) {
        values[static_cast<unsigned char>(standard_alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr auto digit_values = values_of_digits();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
    return static_cast<unsigned char>(bytes[i]);
}

void append_with(std::string_view alphabet, std::string& out, std::string_view bytes) {
    const std::size_t start = out.size();
    out.resize(start + (bytes.size() + 2) / 3 * 4, '=');
    char* to = out.data() + start;
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        const std::uint32_t bits =
            byte_at(bytes, i) << 16U | byte_at(bytes, i + 1) << 8U | byte_at(bytes, i + 2);
        *to++ = alphabet[bits >> 18U];
        *to++ = alphabet[bits >> 12U & 63U];
        *to++ = alphabet[bits >> 6U & 63U];
        *to++ = alphabet[bits & 63U];
    }
    const std::size_t rest = bytes.size() - i;
    if (rest == 0) return;
    const std::uint32_t bits =
        byte_at(bytes, i) << 16U | (rest == 2 ? byte_at(bytes, i + 1) << 8U : 0U);
    *to++ = alphabet[bits >> 18U];
    *to++ = alphabet[bits >> 12U & 63U];
    if (rest == 2) *to = alphabet[bits >> 6U & 63U];
}

/// Appends the one to three bytes that two to four `digits` stand for, or says that they do not.
bool append_decoded(std::string& out, std::string_view digits) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const std::uint32_t value = digit_values[byte_at(digits, i)];
        if (value == no_digit) return false;
        bits |= value << (18U - 6U * i);
    }
    // Two digits carry 12 bits for one byte, three 18 for two: the surplus must be zero.
    const std::uint32_t unused = digits.size() == 2 ? 0xFFFFU : digits.size() == 3 ? 0xFFU : 0U;
    if ((bits & unused) != 0) return false;
    out += static_cast<char>(bits >> 16U);
    if (digits.size() > 2) out += static_cast<char>(bits >> 8U & 0xFFU);
    if (digits.size() > 3) out += static_cast<char>(bits & 0xFFU);
    return true;
}

}  // namespace

void append(std::string& out, std::string_view bytes) {
    append_with(standard_alphabet, out, bytes);
}

std::string encode(std::string_view bytes) {
    std::string out;
    append_with(standard_alphabet, out, bytes);
    return out;
}

std::string encode_url(std::string_view bytes) {
    std::string out;
    append_with(url_alphabet, out, bytes);
    return out;
}

std::optional<std::string> decode(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    for (; !text.empty(); text.remove_prefix(4)) {
        const bool is_last = text.size() == 4;
        const std::size_t padding = !is_last               ? 0
                                    : text.ends_with("==") ? 2
                                    : text.ends_with('=')  ? 1
                                                           : 0;
        if (!append_decoded(out, text.substr(0, 4 - padding))) return std::nullopt;
    }
    return out;
}

}  // namespace postern::base64
