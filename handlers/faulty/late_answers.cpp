#include "late_answers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace faulty {

using Clock = std::chrono::steady_clock;

LateAnswers::LateAnswers() : thread_([this] { run(); }) {}

LateAnswers::~LateAnswers() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void LateAnswers::answer_after(std::chrono::milliseconds delay, postern::Call call) {
    {
        const std::lock_guard lock(mutex_);
        due_.push_back({Clock::now() + delay, std::move(call)});
    }
    changed_.notify_one();
}

void LateAnswers::keep(postern::Call call) {
    const std::lock_guard lock(mutex_);
    kept_.push_back(std::move(call));
}

std::size_t LateAnswers::release() {
    std::vector<postern::Call> released;
    {
        const std::lock_guard lock(mutex_);
        released.swap(kept_);
    }
    for (postern::Call& call : released)
        call.reply("released");
    return released.size();
}

Clock::time_point LateAnswers::next_due() const {
    auto next = Clock::now() + std::chrono::hours(1);
    for (const Due& due : due_)
        next = std::min(next, due.when);
    return next;
}

void LateAnswers::run() {
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        changed_.wait_until(lock, next_due());
        const auto now = Clock::now();
        const auto first = std::partition(due_.begin(), due_.end(), [now](const Due& due) {
            return due.when > now;
        });
        std::vector<Due> now_due(
            std::make_move_iterator(first), std::make_move_iterator(due_.end())
        );
        due_.erase(first, due_.end());
        lock.unlock();
        for (Due& due : now_due)
            due.call.reply("late");
        lock.lock();
    }
}

}  // namespace faulty
