#include "tests/bench/load/clients.hpp"
#include "tests/bench/load/frames.hpp"
#include "tests/bench/load/modes.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace postern::bench {

namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

double percentile(const std::vector<double>& sorted, double fraction) {
    const auto rank = static_cast<std::size_t>(fraction * static_cast<double>(sorted.size()));
    return sorted[std::min(rank, sorted.size() - 1)];
}

}  // namespace

Figures measure_latency(const Options& options) {
    const std::string frame = masked_text_frame(action_message("echo", options.message_bytes));
    const auto interval =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / options.rate)
        );
    // Answers of one connection come in the order of its messages.
    std::vector<std::deque<Clock::time_point>> due_times(options.connections);
    std::vector<double> latencies;
    Clock::time_point counted_from;
    const auto answer = [&](WebSocket& socket, std::string_view) {
        auto& due = due_times[socket.index()];
        if (due.front() >= counted_from) {
            latencies.push_back(Microseconds(Clock::now() - due.front()).count());
        }
        due.pop_front();
    };

    Loop loop;
    const auto clients = open_clients(loop, options.target, options.connections, answer);
    const auto begin = Clock::now();
    counted_from = begin + options.warm_up;
    const auto end = counted_from + options.duration;
    std::size_t turn = 0;
    for (auto due = begin; due < end;) {
        for (; due <= Clock::now() && due < end; due += interval) {
            const auto index = turn++ % clients.size();
            due_times[index].push_back(due);
            clients[index]->send_frame(frame);
        }
        // Does not sleep: waking up would cost more than what is measured.
        loop.poll(0);
    }
    const auto is_all_answered = [&due_times]() {
        return std::ranges::all_of(due_times, [](const auto& due) { return due.empty(); });
    };
    poll_until(loop, is_all_answered, "a message was not answered");

    if (latencies.empty()) {
        throw std::runtime_error("nothing was measured: duration or rate is too small");
    }
    std::ranges::sort(latencies);
    return {
        {"p50_us", percentile(latencies, 0.5)},
        {"p99_us", percentile(latencies, 0.99)},
        {"p99_9_us", percentile(latencies, 0.999)},
        {"max_us", latencies.back()},
        {"messages", static_cast<double>(latencies.size())},
    };
}

}  // namespace postern::bench
