#include "http/password_work.h"

#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace callfold::http {
namespace {

TEST(PasswordWork, RunsInOrderAndRefusesWhatIsTooMuch) {
    PasswordWork work{2};
    std::promise<void> go;
    std::vector<int> done;
    ASSERT_TRUE(work.post([&] {
        go.get_future().wait();
        done.push_back(1);
    }));
    ASSERT_TRUE(work.post([&] { done.push_back(2); }));
    EXPECT_FALSE(work.post([&] { done.push_back(3); }));
    go.set_value();
    work.stop();
    EXPECT_EQ(done, (std::vector{1, 2}));
}

TEST(PasswordWork, TakesMoreWhenSomeIsDone) {
    PasswordWork work{1};
    for (int i = 0; i < 3; ++i) {
        std::promise<void> done;
        while (!work.post([&done] { done.set_value(); }))
            std::this_thread::yield();
        done.get_future().wait();
    }
}

}  // namespace
}  // namespace callfold::http
