#include "storage/sqlite/reader_pool.h"

#include <fmt/format.h>

namespace callfold {

SqliteReaderPool::SqliteReaderPool(const SqliteConnectionOptions& options, int count,
                                   milliseconds patience)
    : patience_(patience), count_(static_cast<std::size_t>(count)) {
    free_.reserve(count_);
    for (int i = 0; i < count; ++i) {
        free_.push_back(std::make_unique<SqliteConnection>(options));
    }
}

void SqliteReaderPool::with_one(FunctionRef<void(SqliteConnection&)> body) {
    Lease connection = take();
    try {
        body(*connection);
    } catch (...) {
        give_back(std::move(connection));
        throw;
    }
    give_back(std::move(connection));
}

void SqliteReaderPool::while_idle(FunctionRef<void()> body) {
    const std::lock_guard emptying(emptying_);
    std::vector<Lease> taken;
    taken.reserve(count_);
    const auto give_all_back = [&] {
        for (Lease& connection : taken) {
            give_back(std::move(connection));
        }
    };
    try {
        while (taken.size() < count_) {
            taken.push_back(take());
        }
        body();
    } catch (...) {
        give_all_back();
        throw;
    }
    give_all_back();
}

SqliteReaderPool::Lease SqliteReaderPool::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience_, [this] { return !free_.empty(); })) {
        throw InfrastructureError(fmt::format("all {} reading connections were busy for {} ms",
                                              count_, patience_.count()));
    }
    Lease connection = std::move(free_.back());
    free_.pop_back();
    return connection;
}

void SqliteReaderPool::give_back(Lease connection) {
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

}  // namespace callfold
