#include "gateway/app/drain.hpp"

#include <algorithm>
#include <utility>

namespace postern::app {
namespace {

constexpr std::chrono::milliseconds step{5};

}  // namespace

Drain::Drain(boost::asio::io_context& main, std::vector<net::Shard*> shards)
    : shards_(std::move(shards)),
      timer_(main) {
    for (std::size_t i = 0; i < shards_.size(); ++i)
        reports_.push_back(std::make_shared<Report>());
}

void Drain::start(std::chrono::milliseconds limit, std::function<void(Result)> done) {
    done_ = std::move(done);
    const auto now = std::chrono::steady_clock::now();
    // Slow invocations leave half of the time, slow clients a tenth, for those who come after them.
    invocations_until_ = now + limit / 2;
    connections_until_ = now + limit * 9 / 10;
    until_ = now + limit;
    for (net::Shard* shard : shards_) {
        shard->post([shard] {
            shard->pause_reading();
            shard->drain_http();
        });
    }
    poll();
}

void Drain::cut() {
    if (done_) finish(Result::cut);
}

void Drain::poll() {
    for (std::size_t i = 0; i < shards_.size(); ++i) {
        shards_[i]->post([shard = shards_[i], report = reports_[i]] {
            report->waiting_calls = shard->waiting_calls();
            report->is_quiet = shard->is_quiet();
        });
    }
    timer_.expires_after(step);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) look();
    });
}

void Drain::look() {
    const auto now = std::chrono::steady_clock::now();
    if (phase_ == Phase::invocations && (is_without_calls() || now >= invocations_until_)) {
        phase_ = Phase::connections;
        for (net::Shard* shard : shards_) {
            shard->post([shard] { shard->close_all(close_reasons::going_away()); });
        }
        forget_reports();
    } else if (phase_ == Phase::connections && now >= connections_until_) {
        phase_ = Phase::leftovers;
        for (net::Shard* shard : shards_) {
            shard->post([shard] { shard->abort_all(); });
        }
        forget_reports();
    } else if (phase_ != Phase::invocations && is_quiet()) {
        finish(Result::clean);
        return;
    } else if (now >= until_) {
        finish(Result::cut);
        return;
    }
    poll();
}

void Drain::finish(Result result) {
    timer_.cancel();
    const auto done = std::exchange(done_, nullptr);
    done(result);
}

bool Drain::is_without_calls() const {
    return std::ranges::all_of(reports_, [](const auto& report) {
        return report->waiting_calls == 0;
    });
}

bool Drain::is_quiet() const {
    return std::ranges::all_of(reports_, [](const auto& report) {
        return report->is_quiet.load();
    });
}

void Drain::forget_reports() {
    // A report made before the step just posted must not be taken for its result.
    for (auto& report : reports_)
        report = std::make_shared<Report>();
}

}  // namespace postern::app
