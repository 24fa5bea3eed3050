#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/expression/path_step.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace postern::path {

/// The most steps one path may have.
constexpr std::size_t max_steps = 100;

/// What a JSONPath says.
struct Parsed {
    std::vector<Step> steps;
    bool ends_in_length = false;  ///< A final `.length()`.
};

/// Parses a JSONPath without its root, see `JsonPath::parse`.
[[nodiscard]] Loaded<Parsed> parse(std::string_view text);

}  // namespace postern::path
