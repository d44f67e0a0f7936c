#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace callfold {

// A thread that runs `turn` again and again until it is stopped. `turn` does one step and waits a
// bounded time for more to do; `wake` ends that wait. An exception of a turn is logged, and the
// next turn tries again after a pause. With a `count`, so many threads do this side by side; `wake`
// then ends the waits of all. These threads exist only in app/: what they run is steps.
class LoopThread {
  public:
    LoopThread(std::string name, std::function<void()> turn, std::function<void()> wake,
               int count = 1);
    ~LoopThread();
    LoopThread(const LoopThread&) = delete;
    LoopThread& operator=(const LoopThread&) = delete;

    // Waits for the running turns. Calling it twice does nothing.
    void stop();

  private:
    void run();

    const std::string name_;
    const std::function<void()> turn_;
    const std::function<void()> wake_;
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> threads_;
};

// How a turn waits when nothing but time brings more to do.
class Pause {
  public:
    void wait(std::chrono::milliseconds longest);
    // Ends the wait that is under way; from now on none begins.
    void end();

  private:
    std::mutex mutex_;
    std::condition_variable ended_early_;
    bool ended_ = false;
};

}  // namespace callfold
