#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/modes.hpp"

#include <fstream>
#include <stdexcept>

namespace postern::bench {

namespace {

/// Resident bytes of process `pid`, summed over its mappings.
double resident_bytes(int pid) {
    std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
    for (std::string word; rollup >> word;) {
        if (word == "Rss:") {
            double kilobytes = 0;
            rollup >> kilobytes;
            return kilobytes * 1024;
        }
    }
    throw std::runtime_error("cannot read the memory of --server-pid " + std::to_string(pid));
}

}  // namespace

Figures measure_idle(const Options& options) {
    const auto ignore = [](WebSocket&, std::string_view) {
    };
    Loop loop;
    // What the first connections make the server allocate once is not a cost of each.
    constexpr std::size_t first_connections = 64;
    const auto first = open_clients(loop, options.target, first_connections, ignore);
    const double before = resident_bytes(options.server_pid);
    const auto clients =
        open_clients(loop, options.target, options.connections, ignore, first_connections);
    // A server may finish the last handshakes after the client saw them.
    const auto settled = Clock::now() + std::chrono::milliseconds(500);
    while (Clock::now() < settled) {
        loop.poll(50);
    }
    const double growth = resident_bytes(options.server_pid) - before;
    return {{"bytes_per_connection", growth / static_cast<double>(options.connections)}};
}

}  // namespace postern::bench
