#include "gateway/core/api/definition_parts.hpp"

#include <cstdint>

namespace postern::native {
namespace {

/// Reports `value` when only `extended` allows it.
void check_parity(
    ObjectReader& reader,
    std::string_view key,
    bool is_beyond_aws,
    const std::string& most,
    Parity parity
) {
    if (!is_beyond_aws || parity == Parity::extended) return;
    reader.report(
        key,
        "is beyond what AWS allows; write at most " + most +
            R"(, or set "parity": "extended" in "server")"
    );
}

}  // namespace

Limits read_limits(const Place& place, Parity parity, Findings& findings) {
    ObjectReader reader(place, limits_keys, findings);
    Limits limits;
    for (const SizeLimit& row : size_limits) {
        const auto bytes = reader.integer(
            row.key, static_cast<std::int64_t>(row.least), std::int64_t{most_bytes}, "bytes"
        );
        if (!bytes) continue;
        limits.*row.member = static_cast<std::size_t>(*bytes);
        const bool is_beyond = row.most_on_aws != 0 && limits.*row.member > row.most_on_aws;
        check_parity(reader, row.key, is_beyond, std::to_string(row.most_on_aws), parity);
    }
    for (const TimeLimit& row : time_limits) {
        const bool has_aws_limit = row.most_on_aws.count() != 0;
        const auto millis =
            reader.integer(row.key, has_aws_limit ? 0 : 1, longest_time.count(), "milliseconds");
        if (!millis) continue;
        limits.*row.member = *millis == 0 ? Limits::no_limit : std::chrono::milliseconds(*millis);
        const bool is_beyond = has_aws_limit && limits.*row.member > row.most_on_aws;
        check_parity(reader, row.key, is_beyond, std::to_string(row.most_on_aws.count()), parity);
    }
    if (const auto resets = reader.flag("controlFramesResetIdle")) {
        limits.control_frames_reset_idle = *resets;
    }
    return limits;
}

}  // namespace postern::native
