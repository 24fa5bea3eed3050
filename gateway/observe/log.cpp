#include "gateway/observe/log.hpp"

#include "gateway/core/time_format.hpp"
#include "gateway/observe/log_line.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <chrono>

namespace postern::observe {
namespace {

constexpr std::array<std::string_view, 5> level_names{"trace", "debug", "info", "warn", "error"};

spdlog::level::level_enum to_spdlog(ports::LogLevel level) {
    constexpr std::array<spdlog::level::level_enum, 5> levels{
        spdlog::level::trace,
        spdlog::level::debug,
        spdlog::level::info,
        spdlog::level::warn,
        spdlog::level::err};
    return levels[static_cast<std::size_t>(level)];
}

}  // namespace

std::optional<ports::LogLevel> parse_log_level(std::string_view name) noexcept {
    for (std::size_t i = 0; i < level_names.size(); ++i) {
        if (level_names[i] == name) return static_cast<ports::LogLevel>(i);
    }
    return std::nullopt;
}

Log::Log(ports::LogLevel level, LogFormat format)
    : logger_(std::make_shared<spdlog::logger>(
          "postern", std::make_shared<spdlog::sinks::stderr_sink_mt>()
      )),
      format_(format) {
    logger_->set_level(to_spdlog(level));
    logger_->flush_on(spdlog::level::trace);
    logger_->set_pattern(
        format == LogFormat::json ? "%v" : "%Y-%m-%dT%H:%M:%S.%eZ %^%-5l%$ %v",
        spdlog::pattern_time_type::utc
    );
}

Log::~Log() = default;

bool Log::is_enabled(ports::LogLevel level) const noexcept {
    return logger_->should_log(to_spdlog(level));
}

void Log::write(ports::LogLevel level, std::string_view line) {
    if (!is_enabled(level)) return;
    if (format_ == LogFormat::text) {
        logger_->log(to_spdlog(level), one_line(line));
        return;
    }
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    logger_->log(
        to_spdlog(level),
        json_line(iso_time(now), level_names[static_cast<std::size_t>(level)], line)
    );
}

void Log::flush() {
    logger_->flush();
}

}  // namespace postern::observe
