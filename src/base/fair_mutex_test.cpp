#include "base/fair_mutex.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(FairMutex, LetsOneInAtATime) {
    FairMutex mutex;
    int count = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i) {
                const std::lock_guard alone(mutex);
                ++count;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(count, 4000);
}

// With a mutex that is not fair, the one that asks again at once would nearly always win.
TEST(FairMutex, GivesTheNextTurnToWhoAskedFirst) {
    FairMutex mutex;
    std::vector<int> turns;
    mutex.lock();
    std::thread other([&] {
        const std::lock_guard alone(mutex);
        turns.push_back(2);
    });
    while (mutex.waiting() == 0)
        std::this_thread::yield();
    turns.push_back(1);
    mutex.unlock();
    mutex.lock();
    turns.push_back(3);
    mutex.unlock();
    other.join();
    EXPECT_EQ(turns, (std::vector<int>{1, 2, 3}));
}

}  // namespace
}  // namespace callfold
