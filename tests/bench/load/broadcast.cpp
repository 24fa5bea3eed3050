#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/frames.hpp"
#include "tests/bench/load/http.hpp"
#include "tests/bench/load/modes.hpp"

#include <algorithm>
#include <stdexcept>

namespace postern::bench {

Figures measure_broadcast(const Options& options) {
    const std::string message = action_message("broadcast", options.message_bytes);
    std::size_t delivered = 0;
    const auto count = [&](WebSocket&, std::string_view payload) {
        delivered += payload == message ? 1 : 0;
    };
    Loop loop;
    const auto clients = open_clients(loop, options.target, options.connections, count);

    std::size_t answered = 0;
    const auto on_response = [&](HttpConnection&, unsigned status, std::string_view text) {
        if (status != 200) {
            throw std::runtime_error("POST: " + std::to_string(status) + " " + std::string(text));
        }
        ++answered;
    };
    HttpConnection poster(loop, options.target.port, options.connections, on_response);
    const std::string request =
        "POST " + options.target.path +
        "/@connections HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(options.target.port) +
        "\r\nContent-Length: " + std::to_string(message.size()) + "\r\n\r\n" + message;
    const std::string frame = masked_text_frame(message);

    std::vector<double> times_ms;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        delivered = 0;
        answered = 0;
        const bool is_posted = options.trigger == Trigger::post;
        const auto begin = Clock::now();
        if (is_posted) {
            poster.send_request(request);
        } else {
            clients.front()->send_frame(frame);
        }
        poll_until(
            loop, [&]() { return delivered >= clients.size(); }, "a connection got no broadcast"
        );
        times_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
        poll_until(
            loop, [&]() { return !is_posted || answered == 1; }, "the POST was not answered"
        );
    }
    std::ranges::sort(times_ms);
    const double median = times_ms[times_ms.size() / 2];
    return {
        {"until_last_ms", median},
        {"deliveries_per_second", static_cast<double>(clients.size()) / median * 1'000},
    };
}

}  // namespace postern::bench
