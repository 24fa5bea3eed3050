#pragma once

#include "gateway/net/shard.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace postern::app {

/// Ends the work of all shards in order: invocations under way finish, then connections close with
/// 1001 and
/// `$disconnect` runs for each, then what is left is cut. Main thread only.
class Drain {
public:
    /// Whether every invocation ended and every connection was closed in order.
    enum class Result { clean, cut };

    Drain(boost::asio::io_context& main, std::vector<net::Shard*> shards);

    /// Begins; `done` runs on the main thread at the latest after `limit`.
    void start(std::chrono::milliseconds limit, std::function<void(Result)> done);
    /// Ends now, whatever is left.
    void cut();

private:
    enum class Phase { invocations, connections, leftovers };

    /// What a shard last told of itself.
    struct Report {
        std::atomic<std::size_t> waiting_calls{~std::size_t{0}};
        std::atomic<bool> is_quiet{false};
    };

    void poll();
    void look();
    void finish(Result result);
    [[nodiscard]] bool is_without_calls() const;
    [[nodiscard]] bool is_quiet() const;
    void forget_reports();

    std::vector<net::Shard*> shards_;
    std::vector<std::shared_ptr<Report>> reports_;
    boost::asio::steady_timer timer_;
    std::function<void(Result)> done_;
    Phase phase_ = Phase::invocations;
    std::chrono::steady_clock::time_point invocations_until_;
    std::chrono::steady_clock::time_point connections_until_;
    std::chrono::steady_clock::time_point until_;
};

}  // namespace postern::app
