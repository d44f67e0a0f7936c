#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace callfold {

// A mutex that is given in the order of asking. Whoever takes it again and again cannot keep others
// out, as they could with std::mutex. For sections that are long next to a wake-up of a thread.
class FairMutex {
  public:
    void lock() {
        std::unique_lock guard(mutex_);
        const std::uint64_t ticket = next_ticket_++;
        turned_.wait(guard, [&] { return ticket == serving_; });
    }

    void unlock() {
        {
            const std::lock_guard guard(mutex_);
            ++serving_;
        }
        turned_.notify_all();
    }

    // How many threads wait for their turn.
    std::uint64_t waiting() const {
        const std::lock_guard guard(mutex_);
        return next_ticket_ - serving_ - (next_ticket_ == serving_ ? 0 : 1);
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable turned_;
    std::uint64_t next_ticket_ = 0;
    std::uint64_t serving_ = 0;
};

}  // namespace callfold
