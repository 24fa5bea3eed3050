#pragma once

#include <string>
#include <string_view>

namespace postern::observe {

/// `line` with control characters escaped, so that no text of a client or a handler can forge
/// another line.
[[nodiscard]] std::string one_line(std::string_view line);

/// `line` as one JSON object: words that are no `key=value` are `event`, each `key=value` is a
/// member, and `message=` takes the rest of the line. `time` and `level` come first.
[[nodiscard]] std::string json_line(
    std::string_view time, std::string_view level, std::string_view line
);

}  // namespace postern::observe
