#include "gateway/integrations/plugin/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <vector>

namespace postern::integrations {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(WorkerPool, RunsAsManyJobsAtOnceAsItHasThreads) {
    WorkerPool pool(3, 0);
    std::latch together(3);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(pool.offer([&together] { together.arrive_and_wait(); }));
    }
    EXPECT_TRUE(pool.stop(seconds(30)));
}

TEST(WorkerPool, RefusesWhatNeitherRunsNorWaits) {
    WorkerPool pool(1, 1);
    std::latch running(1);
    std::latch may_end(1);
    ASSERT_TRUE(pool.offer([&] {
        running.count_down();
        may_end.wait();
    }));
    running.wait();
    EXPECT_TRUE(pool.offer([] {}));
    EXPECT_FALSE(pool.offer([] {}));
    may_end.count_down();
    EXPECT_TRUE(pool.stop(seconds(30)));
}

TEST(WorkerPool, StartsJobsInTheOrderOfTheOffers) {
    std::vector<int> order;
    WorkerPool pool(1, 100);
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(pool.offer([&order, i] { order.push_back(i); }));
    }
    EXPECT_TRUE(pool.stop(seconds(30)));
    ASSERT_EQ(order.size(), 100U);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(WorkerPool, StopRunsWhatWaitsAndRefusesMore) {
    WorkerPool pool(1, 10);
    std::latch may_go_on(1);
    std::atomic<int> ran{0};
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(pool.offer([&] {
            may_go_on.wait();
            ++ran;
        }));
    }
    EXPECT_FALSE(pool.stop(milliseconds(0)));
    EXPECT_FALSE(pool.offer([] {}));
    may_go_on.count_down();
    EXPECT_TRUE(pool.stop(seconds(30)));
    EXPECT_EQ(ran, 5);
}

TEST(WorkerPool, HasAtLeastOneThread) {
    WorkerPool pool(0, 0);
    std::latch ran(1);
    ASSERT_TRUE(pool.offer([&ran] { ran.count_down(); }));
    ran.wait();
    EXPECT_TRUE(pool.stop(seconds(30)));
}

TEST(WorkerPool, DoesNotWaitForAJobThatNeverEndsWhenDestroyed) {
    std::latch running(1);
    std::latch may_end(1);
    std::latch ended(1);
    {
        WorkerPool pool(1, 0);
        ASSERT_TRUE(pool.offer([&] {
            running.count_down();
            may_end.wait();
            ended.count_down();
        }));
        running.wait();
    }
    may_end.count_down();
    ended.wait();
}

}  // namespace
}  // namespace postern::integrations
