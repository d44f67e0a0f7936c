#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/postgres/connection.h"

namespace callfold {

// Connections of one kind, made when they are first needed and lent to one thread at a time.
// Thread-safe.
class PostgresConnectionPool {
  public:
    // At most `count`; a thread waits `patience` at most for a free one.
    PostgresConnectionPool(PostgresConnectionOptions options, int count, milliseconds patience);

    // Runs `body` with a free connection, or a new one; where the server takes no more, those that
    // there are serve all. InfrastructureError when none becomes free or there is none at all.
    void with_one(FunctionRef<void(PostgresConnection&)> body);

  private:
    using Lease = std::unique_ptr<PostgresConnection>;

    Lease take();
    Lease connect();
    void give_back(Lease connection);

    const PostgresConnectionOptions options_;
    const int count_;
    const milliseconds patience_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable returned_;
    int lent_ = 0;
    int connected_ = 0;  // lent or free
    std::vector<Lease> free_;
};

}  // namespace callfold
