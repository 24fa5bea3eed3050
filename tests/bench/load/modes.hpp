#pragma once

#include "tests/bench/load/options.hpp"

#include <string>
#include <utility>
#include <vector>

namespace postern::bench {

/// Names (with their unit) and values, in the order in which they are printed.
using Figures = std::vector<std::pair<std::string, double>>;

/// As many messages per second as come back with `in_flight` on each connection.
[[nodiscard]] Figures measure_echo(const Options& options);
/// Time to the answer at a fixed offered rate, counted from when a message was due, so that a
/// server that stalls is charged for the messages that had to wait.
[[nodiscard]] Figures measure_latency(const Options& options);
/// Growth of the server's resident memory for each connection that does nothing.
[[nodiscard]] Figures measure_idle(const Options& options);
/// Handshakes per second, 64 at a time, each connection dropped once it is open.
[[nodiscard]] Figures measure_connect(const Options& options);
/// `POST {path}/@connections/{id}` per second, each delivery checked.
[[nodiscard]] Figures measure_callback(const Options& options);
/// Time from a trigger until the last connection has the message.
[[nodiscard]] Figures measure_broadcast(const Options& options);

}  // namespace postern::bench
