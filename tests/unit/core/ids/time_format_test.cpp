#include "gateway/core/time_format.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace postern {
namespace {

Instant at(std::int64_t epoch_milliseconds) {
    return Instant(std::chrono::milliseconds(epoch_milliseconds));
}

struct InstantCase {
    std::int64_t epoch_milliseconds;
    const char* clf;
    const char* iso;
    const char* sigv4;
    const char* http;
    const char* reason;
};

constexpr InstantCase instants[] = {
    {1771484647440,
     "19/Feb/2026:07:04:07 +0000",
     "2026-02-19T07:04:07.440Z",
     "20260219T070407Z",
     "Thu, 19 Feb 2026 07:04:07 GMT",
     "E-20: milliseconds are cut off, not rounded"},
    {0,
     "01/Jan/1970:00:00:00 +0000",
     "1970-01-01T00:00:00.000Z",
     "19700101T000000Z",
     "Thu, 01 Jan 1970 00:00:00 GMT",
     "the epoch, every field padded"},
    {1709251199999,
     "29/Feb/2024:23:59:59 +0000",
     "2024-02-29T23:59:59.999Z",
     "20240229T235959Z",
     "Thu, 29 Feb 2024 23:59:59 GMT",
     "the last millisecond of a leap day"},
    {-1,
     "31/Dec/1969:23:59:59 +0000",
     "1969-12-31T23:59:59.999Z",
     "19691231T235959Z",
     "Wed, 31 Dec 1969 23:59:59 GMT",
     "before the epoch, a clock not set yet"},
    {1767225600005,
     "01/Jan/2026:00:00:00 +0000",
     "2026-01-01T00:00:00.005Z",
     "20260101T000000Z",
     "Thu, 01 Jan 2026 00:00:00 GMT",
     "the turn of a year"},
};

TEST(TimeFormat, WritesEachForm) {
    for (const InstantCase& expected : instants) {
        const Instant instant = at(expected.epoch_milliseconds);
        EXPECT_EQ(clf_time(instant), expected.clf) << expected.reason;
        EXPECT_EQ(iso_time(instant), expected.iso) << expected.reason;
        EXPECT_EQ(sigv4_time(instant), expected.sigv4) << expected.reason;
        EXPECT_EQ(http_time(instant), expected.http) << expected.reason;
    }
}

TEST(ParseSigv4Time, ReadsWhatIsWritten) {
    for (const InstantCase& expected : instants) {
        const auto seconds =
            std::chrono::floor<std::chrono::seconds>(at(expected.epoch_milliseconds));
        EXPECT_EQ(parse_sigv4_time(expected.sigv4), Instant(seconds)) << expected.reason;
    }
}

struct RefusedTime {
    const char* text;
    const char* reason;
};

TEST(ParseSigv4Time, RefusesWhatIsNoTime) {
    constexpr RefusedTime cases[] = {
        {"", "nothing"},
        {"20240219", "only the date"},
        {"2024-02-19T07:11:42Z", "the extended form"},
        {"20240219T071142", "no zone"},
        {"20240219T071142+", "another zone"},
        {"20240219t071142Z", "lower-case separator"},
        {"20240219T071142ZZ", "something appended"},
        {"20240230T071142Z", "30 February"},
        {"20230229T071142Z", "29 February of a common year"},
        {"20241301T071142Z", "month 13"},
        {"20240001T071142Z", "month 0"},
        {"20240100T071142Z", "day 0"},
        {"20240219T241142Z", "hour 24"},
        {"20240219T076042Z", "minute 60"},
        {"20240219T071160Z", "second 60"},
        {"2024021 T071142Z", "a blank"},
        {"-2024219T071142Z", "a sign"},
    };
    for (const auto& [text, reason] : cases) {
        EXPECT_FALSE(parse_sigv4_time(text)) << reason;
    }
}

}  // namespace
}  // namespace postern
