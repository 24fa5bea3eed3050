#include "gateway/pipeline/failure_log.hpp"

#include <string>

namespace postern::pipeline {

void log_failure(
    ports::Log& log, const Event& event, Errc error, std::string_view type, std::string_view message
) {
    if (!log.is_enabled(ports::LogLevel::warn)) return;
    std::string line("integration failed route=");
    line.append(event.route_key).append(" connection_id=").append(event.connection->id.view());
    line.append(" request_id=").append(event.request_id.view());
    line.append(" error=").append(name_of(error)).append(" type=").append(type);
    line.append(" message=").append(message);
    log.write(ports::LogLevel::warn, line);
}

}  // namespace postern::pipeline
