#pragma once

#include "gateway/ports/log.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace spdlog {
class logger;
}  // namespace spdlog

namespace postern::observe {

enum class LogFormat { text, json };

/// The level that `name` (`trace`, `debug`, `info`, `warn`, `error`) spells.
[[nodiscard]] std::optional<ports::LogLevel> parse_log_level(std::string_view name) noexcept;

/// Log lines to stderr: as text, or as one JSON object a line with `time`, `level`, `message` and
/// each `key=value`.
class Log final : public ports::Log {
public:
    Log(ports::LogLevel level, LogFormat format);
    ~Log();

    [[nodiscard]] bool is_enabled(ports::LogLevel level) const noexcept override;
    void write(ports::LogLevel level, std::string_view line) override;
    void flush();

private:
    std::shared_ptr<spdlog::logger> logger_;
    LogFormat format_;
};

}  // namespace postern::observe
