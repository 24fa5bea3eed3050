#pragma once

#include <string>
#include <string_view>

namespace postern::bench {

/// The 101 response to an upgrade request whose head is at the front of `request`.
[[nodiscard]] std::string upgrade_response(std::string_view request);

}  // namespace postern::bench
