#include "gateway/integrations/plugin/worker_pool.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace postern::integrations {

struct WorkerPool::State {
    std::size_t most_threads = 1;
    std::size_t queue_limit = 0;

    std::mutex mutex;
    std::condition_variable has_work;
    std::condition_variable thread_ended;
    std::deque<Job> queue;
    std::size_t threads = 0;
    std::size_t idle = 0;
    bool is_stopping = false;
};

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_limit)
    : state_(std::make_shared<State>()) {
    state_->most_threads = std::max<std::size_t>(threads, 1);
    state_->queue_limit = queue_limit;
}

WorkerPool::~WorkerPool() {
    (void)stop(std::chrono::milliseconds(0));
}

bool WorkerPool::offer(Job job) {
    State& state = *state_;
    const std::lock_guard lock(state.mutex);
    if (state.is_stopping) return false;
    // Jobs that an idle thread is about to fetch do not count as waiting.
    const bool has_thread = state.queue.size() < state.idle;
    const bool may_grow = state.threads < state.most_threads;
    if (!has_thread && !may_grow && state.queue.size() >= state.queue_limit + state.idle) {
        return false;
    }
    if (!has_thread && may_grow) {
        try {
            std::thread([shared = state_] { work(*shared); }).detach();
            // Counted here, so that the next offer knows; it takes this job, so it is not idle.
            ++state.threads;
            ++state.idle;
        } catch (const std::system_error&) {
            // The system has no more threads to give: those there are have to do.
            if (state.threads == 0 || state.queue.size() >= state.queue_limit + state.idle) {
                return false;
            }
        }
    }
    state.queue.push_back(std::move(job));
    state.has_work.notify_one();
    return true;
}

bool WorkerPool::stop(std::chrono::milliseconds patience) {
    State& state = *state_;
    std::unique_lock lock(state.mutex);
    state.is_stopping = true;
    state.has_work.notify_all();
    return state.thread_ended.wait_for(lock, patience, [&state] { return state.threads == 0; });
}

void WorkerPool::work(State& state) {
    std::unique_lock lock(state.mutex);
    while (true) {
        state.has_work.wait(lock, [&state] { return !state.queue.empty() || state.is_stopping; });
        if (state.queue.empty()) break;
        {
            const Job job = std::move(state.queue.front());
            state.queue.pop_front();
            --state.idle;
            lock.unlock();
            job();
        }
        lock.lock();
        ++state.idle;
    }
    --state.idle;
    --state.threads;
    state.thread_ended.notify_all();
}

}  // namespace postern::integrations
