#pragma once

#include "gateway/core/api/model.hpp"
#include "gateway/core/api/object_reader.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// The parts of a definition, each read from its place in the document. All report everything wrong
/// to `findings` and return what they could make of it, which is worthless once there are problems.
namespace postern::native {

using Functions = std::map<std::string, PluginFunction>;

/// One entry of `functions`.
[[nodiscard]] PluginFunction read_function(
    const std::string& name, const Place& place, Findings& findings
);

/// One entry of `apis`. Its integrations must name one of `functions`.
[[nodiscard]] Api read_api(
    const std::string& api_id, const Place& place, const Functions& functions, Findings& findings
);

/// One entry of `integrations`.
[[nodiscard]] Integration read_integration(
    const std::string& integration_id,
    const Place& place,
    const Functions& functions,
    Findings& findings
);

/// One entry of `stages`. Its route settings must name one of `routes`.
[[nodiscard]] Stage read_stage(
    const std::string& name,
    const Place& place,
    const std::map<std::string, Route>& routes,
    Findings& findings
);

/// `server`. `parity` decides over the limits unless the file's is all there is.
[[nodiscard]] ServerSettings read_server(
    const Place& place, std::optional<Parity> parity, Findings& findings
);

/// `server.limits`.
[[nodiscard]] Limits read_limits(const Place& place, Parity parity, Findings& findings);

/// A limit that counts bytes.
struct SizeLimit {
    std::string_view key;
    std::size_t Limits::*member;
    std::size_t least;
    /// What AWS allows, and more with `extended` only; 0 when AWS has no such limit.
    std::size_t most_on_aws;
};

/// A limit that is a duration.
struct TimeLimit {
    std::string_view key;
    std::chrono::milliseconds Limits::*member;
    /// What AWS allows, and more, or 0 for no limit, with `extended` only; 0 when AWS has no such
    /// limit.
    std::chrono::milliseconds most_on_aws;
};

inline constexpr std::size_t most_bytes = std::size_t{1} << 30;
inline constexpr std::chrono::milliseconds longest_time = std::chrono::hours(24 * 365);

inline constexpr std::array size_limits{
    SizeLimit{"frameBytes", &Limits::frame_bytes, 1, quotas::frame_bytes},
    SizeLimit{"messageBytes", &Limits::message_bytes, 1, quotas::message_bytes},
    SizeLimit{"outboxBytes", &Limits::outbox_bytes, 1, 0},
    SizeLimit{
        "requestHeaderBytes", &Limits::request_header_bytes, 256, quotas::request_header_bytes},
    SizeLimit{"urlBytes", &Limits::url_bytes, 16, quotas::url_bytes},
    SizeLimit{"compressionThresholdBytes", &Limits::compression_threshold_bytes, 0, 0},
};

inline constexpr std::array time_limits{
    TimeLimit{"idleTimeoutInMillis", &Limits::idle_timeout, quotas::idle_timeout},
    TimeLimit{
        "connectionDurationInMillis", &Limits::connection_duration, quotas::connection_duration},
    TimeLimit{"closeTimeoutInMillis", &Limits::close_timeout, {}},
    TimeLimit{"writeStallTimeoutInMillis", &Limits::write_stall_timeout, {}},
    TimeLimit{"requestTimeoutInMillis", &Limits::request_timeout, {}},
    TimeLimit{"keepAliveTimeoutInMillis", &Limits::keep_alive_timeout, {}},
};

}  // namespace postern::native
