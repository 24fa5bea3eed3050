#pragma once

#include "gateway/ports/observer.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::observe {

/// A number that one thread increments and any thread may read.
class Counter {
public:
    void add(std::uint64_t amount = 1) noexcept {
        // One writer: a plain load and store, no locked instruction on the frame path.
        value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    void subtract(std::uint64_t amount = 1) noexcept { add(~amount + 1); }
    [[nodiscard]] std::uint64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t> value_{0};
};

enum class CallbackAction : std::uint8_t { post, get, remove, other };

/// What AWS would have refused and this gateway allows in `extended` parity.
enum class AwsRule : std::uint8_t { message_size, frame_size, idle_timeout, connection_duration };

/// What one shard counts. Its thread writes, the scraper reads.
class Counters final : public ports::Observer {
public:
    /// Routes beyond this many share the last counter.
    static constexpr std::size_t max_routes = 4'096;
    /// Upper bounds of the latency histogram's buckets, in microseconds.
    static constexpr std::array<std::int64_t, 14> latency_bounds_us{
        10,
        100,
        500,
        1'000,
        2'500,
        5'000,
        10'000,
        25'000,
        50'000,
        100'000,
        250'000,
        1'000'000,
        5'000'000,
        29'000'000};

    Counters();

    void message_routed(std::size_t route) override;
    void integration_finished(std::chrono::nanoseconds latency) override;
    void error(Errc error) override;
    void outbox_refused() override;

    void connect_answered(unsigned status);
    void callback_answered(CallbackAction action, unsigned status);
    void closed(std::uint16_t code);
    void aws_would_refuse(AwsRule rule);

    Counter open_connections;
    Counter received_bytes;
    Counter sent_bytes;
    Counter write_stalls;

private:
    friend class Metrics;
    static constexpr std::size_t status_count = 600;
    /// 1000–1015 by themselves, then one for each thousand of other codes.
    static constexpr std::size_t close_kinds = 16 + 5;

    std::vector<Counter> messages_;
    std::array<Counter, latency_bounds_us.size() + 1> latency_buckets_;
    Counter latency_sum_ns_;
    std::array<Counter, 16> errors_;
    Counter outbox_refusals_;
    std::vector<Counter> connects_;
    std::array<std::vector<Counter>, 4> callbacks_;
    std::array<Counter, close_kinds> closes_;
    std::array<Counter, 4> aws_refusals_;
};

}  // namespace postern::observe
