#include "gateway/core/api/near_name.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace postern::native {
namespace {

/// Lower case, without what other spellings of the same name put between its words.
std::string folded(std::string_view name) {
    std::string result;
    for (const char c : name) {
        if (c == '_' || c == '-') continue;
        result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
/// (optimal string alignment).
std::size_t typing_errors(std::string_view from, std::string_view to) {
    std::vector<std::size_t> before_last(to.size() + 1);
    std::vector<std::size_t> last(to.size() + 1);
    std::vector<std::size_t> current(to.size() + 1);
    for (std::size_t j = 0; j <= to.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= from.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
                current[j] = std::min(current[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, current);
    }
    return last[to.size()];
}

}  // namespace

std::optional<std::string_view> near_name(
    std::string_view written, std::span<const std::string_view> names
) {
    // Longer texts are no misspelt names, and comparing them costs time.
    constexpr std::size_t longest_name = 128;
    if (written.size() > longest_name) return std::nullopt;
    const std::string wanted = folded(written);
    std::optional<std::string_view> nearest;
    std::size_t fewest = 1 + std::max<std::size_t>(1, wanted.size() / 4);
    for (const std::string_view name : names) {
        const std::string candidate = folded(name);
        const std::size_t errors = typing_errors(wanted, candidate);
        // Replacing every character is no resemblance.
        if (errors >= fewest || errors >= candidate.size()) continue;
        fewest = errors;
        nearest = name;
    }
    return nearest;
}

}  // namespace postern::native
