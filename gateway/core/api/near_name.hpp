#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace postern::native {

/// The one of `names` that `written` was probably meant to be: the same but for case, `_` and `-`
/// (`integration_uri`, `IntegrationUri`), or the nearest within a few typing errors. Lies in
/// `names`.
[[nodiscard]] std::optional<std::string_view> near_name(
    std::string_view written, std::span<const std::string_view> names
);

}  // namespace postern::native
