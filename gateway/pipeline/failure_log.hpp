#pragma once

#include "gateway/core/error.hpp"
#include "gateway/core/event/facts.hpp"
#include "gateway/ports/log.hpp"

#include <string_view>

namespace postern::pipeline {

/// Writes the one line about an invocation that failed: route, connection, request, kind of error,
/// and what the integration said of it.
void log_failure(
    ports::Log& log, const Event& event, Errc error, std::string_view type, std::string_view message
);

}  // namespace postern::pipeline
