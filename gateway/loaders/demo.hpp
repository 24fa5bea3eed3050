#pragma once

#include <string_view>

namespace postern::loaders {

/// The demo API as native JSON, served when there is no definition: stage `dev`, the shipped
/// plugins. The same text as `config/demo.json`.
[[nodiscard]] std::string_view demo_definition() noexcept;

}  // namespace postern::loaders
