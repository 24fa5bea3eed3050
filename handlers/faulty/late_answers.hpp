#pragma once

#include <postern/handler.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace faulty {

/// Calls that are answered long after they were made, or never. Any thread.
class LateAnswers {
public:
    LateAnswers();
    ~LateAnswers();
    LateAnswers(const LateAnswers&) = delete;
    LateAnswers& operator=(const LateAnswers&) = delete;

    /// Answers `call` from another thread when `delay` has passed.
    void answer_after(std::chrono::milliseconds delay, postern::Call call);
    /// Keeps `call` without answering it.
    void keep(postern::Call call);
    /// Answers every kept call; returns how many there were.
    std::size_t release();

private:
    struct Due {
        std::chrono::steady_clock::time_point when;
        postern::Call call;
    };

    void run();
    [[nodiscard]] std::chrono::steady_clock::time_point next_due() const;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Due> due_;
    std::vector<postern::Call> kept_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace faulty
