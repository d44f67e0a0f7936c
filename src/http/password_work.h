#pragma once

#include <atomic>
#include <functional>
#include <memory>

namespace callfold::http {

// One thread for work that hashes passwords, so that people who sign in wait for each other and
// nobody else waits for them. Thread-safe.
class PasswordWork {
  public:
    // At most `waiting_max` pieces of work wait at a time.
    explicit PasswordWork(std::size_t waiting_max);
    ~PasswordWork();

    // False when too many wait; then `work` is not run. It must not throw.
    bool post(std::function<void()> work);

    // Waits for what was posted. Calling it twice does nothing.
    void stop();

  private:
    struct Thread;

    const std::size_t waiting_max_;
    std::atomic<std::size_t> waiting_ = 0;
    std::unique_ptr<Thread> thread_;
};

}  // namespace callfold::http
