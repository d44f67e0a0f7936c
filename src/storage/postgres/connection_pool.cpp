#include "storage/postgres/connection_pool.h"

#include <fmt/format.h>

namespace callfold {

PostgresConnectionPool::PostgresConnectionPool(PostgresConnectionOptions options, int count,
                                               milliseconds patience)
    : options_(std::move(options)), count_(count), patience_(patience) {}

void PostgresConnectionPool::with_one(FunctionRef<void(PostgresConnection&)> body) {
    Lease connection = take();
    try {
        if (!connection) connection = connect();
        body(*connection);
    } catch (...) {
        give_back(std::move(connection));
        throw;
    }
    give_back(std::move(connection));
}

// Null: the place of one that is not made yet.
PostgresConnectionPool::Lease PostgresConnectionPool::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience_, [this] { return lent_ < count_; })) {
        throw InfrastructureError(fmt::format(
            "all {} connections to the database were busy for {} ms", count_, patience_.count()));
    }
    ++lent_;
    if (free_.empty()) return nullptr;
    Lease connection = std::move(free_.back());
    free_.pop_back();
    return connection;
}

PostgresConnectionPool::Lease PostgresConnectionPool::connect() {
    try {
        Lease connection = std::make_unique<PostgresConnection>(options_);
        const std::lock_guard lock(mutex_);
        ++connected_;
        return connection;
    } catch (const InfrastructureError&) {
        std::unique_lock lock(mutex_);
        returned_.wait_for(lock, patience_, [this] { return connected_ == 0 || !free_.empty(); });
        if (free_.empty()) throw;
        Lease connection = std::move(free_.back());
        free_.pop_back();
        return connection;
    }
}

// One that broke makes room for a new one.
void PostgresConnectionPool::give_back(Lease connection) {
    {
        const std::lock_guard lock(mutex_);
        --lent_;
        if (connection && connection->is_broken()) {
            --connected_;
        } else if (connection) {
            free_.push_back(std::move(connection));
        }
    }
    // Some wait for a place, some for a connection.
    returned_.notify_all();
}

}  // namespace callfold
