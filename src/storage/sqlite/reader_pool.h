#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/sqlite/connection.h"

namespace callfold {

// The connections that read beside the writer; each is lent to one thread at a time. Thread-safe.
class SqliteReaderPool {
  public:
    // `count` connections like `options`; a thread waits `patience` at most for a free one.
    SqliteReaderPool(const SqliteConnectionOptions& options, int count, milliseconds patience);

    // Runs `body` with a free connection. InfrastructureError when none becomes free.
    void with_one(FunctionRef<void(SqliteConnection&)> body);

    // Runs `body` while nobody reads: waits for the readings that are under way and lets new ones
    // wait. InfrastructureError when they do not end.
    void while_idle(FunctionRef<void()> body);

  private:
    using Lease = std::unique_ptr<SqliteConnection>;

    Lease take();
    void give_back(Lease connection);

    const milliseconds patience_;
    const std::size_t count_;
    std::mutex emptying_;  // two that each hold half of the pool would wait for each other
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<Lease> free_;
};

}  // namespace callfold
