#pragma once

#include <iosfwd>

namespace postern::app {

/// `postern version`: the versions of Postern, Boost and OpenSSL, and the parity level. Returns the
/// exit status.
int print_version(std::ostream& out);

}  // namespace postern::app
