#include "gateway/core/time_format.hpp"

#include <array>
#include <cstddef>

namespace postern {
namespace {

constexpr std::array<std::string_view, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekday_names{
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/// An instant taken apart. Calendar arithmetic of `<chrono>` instead of `gmtime` and `strftime`:
/// no shared buffer, no locale, no time zone files.
struct CivilTime {
    unsigned year, month, day, hour, minute, second, millisecond;
    std::string_view month_name, weekday_name;
};

CivilTime civil_time(Instant instant) {
    const auto midnight = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(midnight);
    const std::chrono::hh_mm_ss time(instant - midnight);
    const auto month = static_cast<unsigned>(date.month());
    return {
        .year = static_cast<unsigned>(static_cast<int>(date.year())),
        .month = month,
        .day = static_cast<unsigned>(date.day()),
        .hour = static_cast<unsigned>(time.hours().count()),
        .minute = static_cast<unsigned>(time.minutes().count()),
        .second = static_cast<unsigned>(time.seconds().count()),
        .millisecond = static_cast<unsigned>(time.subseconds().count()),
        .month_name = month_names[month - 1],
        .weekday_name = weekday_names[std::chrono::weekday(midnight).c_encoding()]};
}

/// Appends the last `width` decimal digits of `number`.
void append_digits(std::string& out, unsigned number, std::size_t width) {
    out.append(width, '0');
    for (std::size_t i = out.size(); width > 0; --width, number /= 10) {
        out[--i] = static_cast<char>('0' + number % 10);
    }
}

/// Appends hours, minutes and seconds with `separator` between them.
void append_clock(std::string& out, const CivilTime& time, std::string_view separator) {
    append_digits(out, time.hour, 2);
    out += separator;
    append_digits(out, time.minute, 2);
    out += separator;
    append_digits(out, time.second, 2);
}

/// Reads `width` decimal digits from the front of `text`, or nothing if one of them is none.
std::optional<unsigned> take_digits(std::string_view& text, std::size_t width) {
    unsigned number = 0;
    for (const char c : text.substr(0, width)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    text.remove_prefix(width);
    return number;
}

}  // namespace

std::string clf_time(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string out;
    out.reserve(26);
    append_digits(out, time.day, 2);
    out += '/';
    out += time.month_name;
    out += '/';
    append_digits(out, time.year, 4);
    out += ':';
    append_clock(out, time, ":");
    out += " +0000";
    return out;
}

std::string iso_time(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string out;
    out.reserve(24);
    append_digits(out, time.year, 4);
    out += '-';
    append_digits(out, time.month, 2);
    out += '-';
    append_digits(out, time.day, 2);
    out += 'T';
    append_clock(out, time, ":");
    out += '.';
    append_digits(out, time.millisecond, 3);
    out += 'Z';
    return out;
}

std::string sigv4_time(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string out;
    out.reserve(16);
    append_digits(out, time.year, 4);
    append_digits(out, time.month, 2);
    append_digits(out, time.day, 2);
    out += 'T';
    append_clock(out, time, "");
    out += 'Z';
    return out;
}

std::optional<Instant> parse_sigv4_time(std::string_view text) {
    constexpr std::string_view form = "YYYYMMDDTHHMMSSZ";
    if (text.size() != form.size() || text[8] != 'T' || text.back() != 'Z') return std::nullopt;
    const auto year = take_digits(text, 4);
    const auto month = take_digits(text, 2);
    const auto day = take_digits(text, 2);
    text.remove_prefix(1);
    const auto hour = take_digits(text, 2);
    const auto minute = take_digits(text, 2);
    const auto second = take_digits(text, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date(
        std::chrono::year(static_cast<int>(*year)),
        std::chrono::month(*month),
        std::chrono::day(*day)
    );
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

std::string http_time(Instant instant) {
    const CivilTime time = civil_time(instant);
    std::string out;
    out.reserve(29);
    out += time.weekday_name;
    out += ", ";
    append_digits(out, time.day, 2);
    out += ' ';
    out += time.month_name;
    out += ' ';
    append_digits(out, time.year, 4);
    out += ' ';
    append_clock(out, time, ":");
    out += " GMT";
    return out;
}

}  // namespace postern
