#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/frames.hpp"
#include "tests/bench/load/modes.hpp"

#include <stdexcept>

namespace postern::bench {

Figures measure_echo(const Options& options) {
    const std::string message = action_message("echo", options.message_bytes);
    const std::string frame = masked_text_frame(message);
    std::size_t answered = 0;
    const auto answer = [&](WebSocket& socket, std::string_view payload) {
        if (payload != message) {
            throw std::runtime_error("not an echo: " + std::string(payload.substr(0, 200)));
        }
        ++answered;
        socket.send_frame(frame);
    };

    Loop loop;
    const auto silent =
        open_clients(loop, options.target, options.idle_connections, answer, options.connections);
    const auto clients = open_clients(loop, options.target, options.connections, answer);
    for (const auto& client : clients) {
        for (std::size_t sent = 0; sent < options.in_flight; ++sent) {
            client->send_frame(frame);
        }
    }
    const auto run_until = [&loop](Clock::time_point end) {
        while (Clock::now() < end) {
            loop.poll(10);
        }
    };
    run_until(Clock::now() + options.warm_up);
    answered = 0;
    const auto begin = Clock::now();
    run_until(begin + options.duration);
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    return {{"messages_per_second", static_cast<double>(answered) / elapsed.count()}};
}

}  // namespace postern::bench
