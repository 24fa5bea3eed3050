#pragma once

#include "gateway/core/expression/json_path.hpp"
#include "gateway/core/json/scanner.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern {

/// Several plain paths (`JsonPath::is_plain`), looked up together in one scan over raw text.
///
/// The scan always runs to the end: text that stops being JSON behind the value, or says the same
/// key again, must not be routed as if it had not.
class PlainPaths {
public:
    /// What a path found; nothing when the text has no such value.
    using Match = std::optional<json::Value>;

    PlainPaths();

    /// Adds a path and returns the position of its match. Equal paths share one.
    std::size_t add(const JsonPath& path);

    /// How many matches `find` writes.
    [[nodiscard]] std::size_t size() const noexcept { return match_count_; }

    /// Looks all paths up in `text` and returns whether it is JSON at all. Does not allocate.
    ///
    /// `matches` holds `size()` entries; afterwards they lie in `text`.
    [[nodiscard]] bool find(std::string_view text, json::Dialect dialect, std::span<Match> matches)
        const noexcept;

private:
    class Search;

    static constexpr std::size_t no_match = static_cast<std::size_t>(-1);

    // The paths as a tree, since they share their beginnings: node 0 is the root of the message.
    struct Node {
        std::size_t match = no_match;  // where this value goes, if a path ends here
        std::vector<std::pair<std::string, std::size_t>> members;
        std::vector<std::pair<std::size_t, std::size_t>> elements;
    };

    [[nodiscard]] std::size_t child(std::size_t node, const path::Selector& selector);

    std::vector<Node> nodes_;
    std::size_t match_count_ = 0;
};

}  // namespace postern
