#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/modes.hpp"

#include <unistd.h>

namespace postern::bench {

Figures measure_connect(const Options& options) {
    const auto ignore = [](WebSocket&, std::string_view) {
    };
    Loop loop;
    Clients clients(options.connections);
    // Each run begins at other source addresses, whose ports an earlier run does not hold.
    std::size_t next_index = static_cast<std::size_t>(::getpid()) % 250 * 20'000;
    std::size_t opened = 0;
    const auto run_until = [&](Clock::time_point end) {
        while (Clock::now() < end) {
            for (auto& client : clients) {
                if (client && !client->is_open()) {
                    continue;
                }
                opened += client ? 1 : 0;
                client = std::make_unique<WebSocket>(loop, options.target, next_index++, ignore);
            }
            loop.poll(10);
        }
    };
    run_until(Clock::now() + options.warm_up);
    opened = 0;
    const auto begin = Clock::now();
    run_until(begin + options.duration);
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    return {{"handshakes_per_second", static_cast<double>(opened) / elapsed.count()}};
}

}  // namespace postern::bench
