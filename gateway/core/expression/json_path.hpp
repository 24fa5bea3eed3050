#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/expression/path_step.hpp"
#include "gateway/core/json/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// A JSONPath in the dialect of JSONPath for Java, which API Gateway's guide links: parsed once,
/// looked up in many messages.
///
/// Understands members (`.a`, `['a b']`), elements (`[2]`, `[-1]`, `[0,2]`, `[1:3]`), wildcards,
/// descendants (`..a`), filters comparing with literals or other members (`[?(@.a == 1)]`, `&&`,
/// `||`) and a final `length()`.
class JsonPath {
public:
    /// Parses what follows the root, such as `.action`, `action`, `[2]`, `.[2]` or `..room`; empty
    /// text is the root itself. Otherwise says what is wrong (one `Problem`, its `where` left
    /// empty).
    [[nodiscard]] static Loaded<JsonPath> parse(std::string_view text);

    /// Whether it only goes down by names and indexes counted from the front, so that a scan over
    /// the raw text finds its value.
    [[nodiscard]] bool is_plain() const noexcept;

    /// Whether it names at most one value. Others find a list.
    [[nodiscard]] bool is_definite() const noexcept;

    /// Appends what it finds in `tree` as text, see `append_value_text`. A list looks like an
    /// array; nothing found is no text for a definite path and `[]` otherwise.
    void append_found(std::string& out, const json::Tree& tree) const;

    /// Its steps from the root downwards.
    [[nodiscard]] const std::vector<path::Step>& steps() const noexcept { return steps_; }

private:
    JsonPath() = default;

    std::vector<path::Step> steps_;
    bool counts_ = false;  // ends in length()
};

}  // namespace postern
