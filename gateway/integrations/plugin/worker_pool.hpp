#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace postern::integrations {

/// Threads for work that may block, and a bounded queue in front of them.
///
/// Threads start when there is work for one more, up to the limit, and stay. Jobs start in the
/// order in which they were offered.
class WorkerPool {
public:
    using Job = std::function<void()>;

    /// At most `threads` (at least one) jobs run and `queue_limit` wait.
    WorkerPool(std::size_t threads, std::size_t queue_limit);
    /// Refuses new jobs and leaves what still runs to itself.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Takes `job`, or refuses it: the queue is full, the pool stops, or no thread can be had. Any
    /// thread; does not wait for a job.
    [[nodiscard]] bool offer(Job job);

    /// Refuses new jobs and waits until all taken ones have run; false if that takes longer than
    /// `patience`, and threads still run then.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

private:
    struct State;
    static void work(State& state);

    // Shared with the threads: one whose job never ends may outlive the pool.
    std::shared_ptr<State> state_;
};

}  // namespace postern::integrations
