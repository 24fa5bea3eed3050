#pragma once

#include <string_view>

namespace postern::ports {

enum class LogLevel { trace, debug, info, warn, error };

/// Where log lines go; lets adapters log without knowing the library behind it. Any thread.
class Log {
public:
    [[nodiscard]] virtual bool is_enabled(LogLevel level) const noexcept = 0;
    /// `line` is one line, its fields as `key=value`.
    virtual void write(LogLevel level, std::string_view line) = 0;

protected:
    ~Log() = default;
};

}  // namespace postern::ports
