#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/error.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace postern::loaders {

/// A way to write a definition.
struct Format {
    /// For people: `SAM template`.
    std::string_view name;
    /// Whether `text` is written this way; asked in the order of the table.
    bool (*recognises)(std::string_view text);
    /// Reads `text`; null for a format that is recognised and not served by this version.
    Loaded<Definition> (*read)(std::string_view text, std::optional<Parity> parity);
};

/// Every format there is; the first that recognises a text reads it.
[[nodiscard]] std::span<const Format> all_formats() noexcept;

/// The format of `text`, judged by its content, or null.
[[nodiscard]] const Format* format_of(std::string_view text);

}  // namespace postern::loaders
