#pragma once

#include "tests/bench/load/signer.hpp"
#include "tests/bench/load/websocket.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace postern::bench {

/// How a broadcast is asked for.
enum class Trigger {
    post,     ///< `POST {path}/@connections`
    message,  ///< `{"action":"broadcast",…}` sent by the first connection
};

/// What to do, as given on the command line.
struct Options {
    std::string mode;
    Target target;
    /// Connections that take part.
    std::size_t connections = 64;
    /// Further connections that are opened and stay silent.
    std::size_t idle_connections = 0;
    /// Messages in flight on each connection.
    std::size_t in_flight = 1;
    /// Bytes of each message, the JSON around the padding included.
    std::size_t message_bytes = 100;
    std::chrono::milliseconds duration{5'000};
    /// Left out of the figures.
    std::chrono::milliseconds warm_up{500};
    /// `latency`: messages offered per second, all connections together.
    double rate = 20'000;
    /// `callback`: keep-alive HTTP connections.
    std::size_t http_connections = 16;
    /// `callback`: sign each request.
    std::optional<SigningIdentity> signing;
    /// `broadcast`
    Trigger trigger = Trigger::post;
    std::size_t rounds = 20;
    /// `idle`: the process whose memory is measured.
    int server_pid = 0;
};

/// Reads the command line; throws `std::invalid_argument` that says what is wrong.
[[nodiscard]] Options read_options(int argc, char** argv);

/// One line for each mode and option.
[[nodiscard]] std::string usage();

}  // namespace postern::bench
