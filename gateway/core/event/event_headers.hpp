#pragma once

#include "gateway/core/event/facts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// A name with all its values, at least one, in the order of their appearance.
struct EventParameter {
    std::string name;
    std::vector<std::string> values;

    friend bool operator==(const EventParameter&, const EventParameter&) = default;
};

/// The headers an integration sees in a CONNECT event, sorted by name without regard to letter
/// case.
///
/// Names keep the client's letter case, the first one where they differ. `Connection`, `Upgrade`
/// and `Content-Length` are missing; `X-Amzn-Trace-Id`, `X-Forwarded-Port` and `X-Forwarded-Proto`
/// are the gateway's even if the client sent its own; `source_ip` is appended to
/// `X-Forwarded-For`. Sources: recorded events; AWS: API Gateway known issues.
[[nodiscard]] std::vector<EventParameter> connect_headers(
    const Handshake& handshake, std::string_view source_ip
);

/// Query parameters by name, in order of first appearance.
[[nodiscard]] std::vector<EventParameter> query_parameters(const Fields& query);

}  // namespace postern
