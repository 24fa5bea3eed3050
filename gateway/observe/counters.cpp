#include "gateway/observe/counters.hpp"

#include <algorithm>

namespace postern::observe {

Counters::Counters() : messages_(max_routes), connects_(status_count) {
    for (auto& by_status : callbacks_)
        by_status = std::vector<Counter>(status_count);
}

void Counters::message_routed(std::size_t route) {
    messages_[std::min(route, max_routes - 1)].add();
}

void Counters::integration_finished(std::chrono::nanoseconds latency) {
    const std::int64_t microseconds = latency.count() / 1'000;
    const auto bound = std::ranges::lower_bound(latency_bounds_us, microseconds);
    latency_buckets_[static_cast<std::size_t>(bound - latency_bounds_us.begin())].add();
    latency_sum_ns_.add(static_cast<std::uint64_t>(latency.count()));
}

void Counters::error(Errc error) {
    errors_[std::min(static_cast<std::size_t>(error), errors_.size() - 1)].add();
}

void Counters::outbox_refused() {
    outbox_refusals_.add();
}

void Counters::connect_answered(unsigned status) {
    connects_[std::min<std::size_t>(status, status_count - 1)].add();
}

void Counters::callback_answered(CallbackAction action, unsigned status) {
    callbacks_[static_cast<std::size_t>(action)][std::min<std::size_t>(status, status_count - 1)]
        .add();
}

void Counters::closed(std::uint16_t code) {
    const std::size_t kind = code >= 1'000 && code < 1'016
                                 ? code - 1'000U
                                 : 16U + std::min<std::size_t>(code / 1'000U, 5U) - 1U;
    closes_[std::min(kind, close_kinds - 1)].add();
}

void Counters::aws_would_refuse(AwsRule rule) {
    aws_refusals_[static_cast<std::size_t>(rule)].add();
}

}  // namespace postern::observe
