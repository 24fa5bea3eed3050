#pragma once

#include "gateway/core/event/facts.hpp"

#include <string>

namespace postern {

/// The Lambda proxy event for `event`, as compact JSON with exactly API Gateway's fields, order,
/// types and omissions.
///
/// `event.connection` is set, and `event.handshake` exactly for a CONNECT event. Headers are those
/// of `connect_headers`; of a repeated header or query parameter the last value counts, and the
/// `multiValue…` forms have all of them. Stage variables appear only if there are any.
///
/// Text that is not UTF-8 (header values may be anything) appears with U+FFFD in place of each bad
/// sequence.
[[nodiscard]] std::string proxy_event(const Event& event);

}  // namespace postern
