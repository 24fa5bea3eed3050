#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postern {

/// A point in time as API Gateway reports it: UTC, whole milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `19/Feb/2026:07:04:07 +0000`, the common log format of `requestContext.requestTime`.
[[nodiscard]] std::string clf_time(Instant instant);

/// `2026-02-19T07:04:05.123Z`, the form of `connectedAt` in GetConnection.
[[nodiscard]] std::string iso_time(Instant instant);

/// `20240219T071142Z`, the basic ISO form that SigV4 signs.
[[nodiscard]] std::string sigv4_time(Instant instant);

/// The instant a SigV4 time names, or nothing if it is not of the form `YYYYMMDDTHHMMSSZ` or no
/// such date exists.
[[nodiscard]] std::optional<Instant> parse_sigv4_time(std::string_view text);

/// `Thu, 19 Feb 2026 07:04:05 GMT`, the form of the HTTP `Date` header.
[[nodiscard]] std::string http_time(Instant instant);

}  // namespace postern
