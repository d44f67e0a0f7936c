#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"
#include "storage/connection.h"

namespace callfold {

struct DatabaseOptions {
    std::string url = {};              // "sqlite:PATH" or "postgresql://…"
    int readers = 4;                   // connections that read beside the one that writes
    milliseconds busy_timeout{5'000};  // how long to wait for another process's write lock
    milliseconds read_limit{5'000};  // longer reading transactions are cut: they hold the log's end
};

// A database with its connections: those that write, and some that read beside them. Thread-safe.
class Database {
  public:
    virtual ~Database() = default;

    // Runs `work(Connection&)` in one writing transaction and commits it. When `work` or the commit
    // throws, everything is rolled back and the exception goes on. ConflictError is retried a few
    // times, so `work` must be repeatable. SQLite has one writer at a time; PostgreSQL has several,
    // of this node and of others, which only the rows that they lock keep apart.
    template <class Work>
    auto write(Work&& work) {
        return in_transaction<Work>(std::forward<Work>(work), &Database::run_write);
    }

    // The same for what is done again when it is missing: does not wait for the disk. After a crash
    // the last such transactions may be gone, but no later one is there without the earlier ones.
    template <class Work>
    auto write_lazily(Work&& work) {
        return in_transaction<Work>(std::forward<Work>(work), &Database::run_lazy_write);
    }

    // Runs `work(Connection&)` on one snapshot, beside the writer.
    template <class Work>
    auto read(Work&& work) {
        return in_transaction<Work>(std::forward<Work>(work), &Database::run_read);
    }

    virtual Engine engine() const = 0;

    // Moves the write-ahead log into the database file, off the writer's path, and lets it start
    // anew when it is over its limit; called several times a second by one background thread.
    // Nothing to do for PostgreSQL.
    virtual void checkpoint() = 0;

    // Called by the writer between two batches: ends the checkpoint itself, before it goes on, when
    // the log is far over its limit.
    virtual void bound_log() = 0;

    // Shrinks the log to nothing and overwrites what was deleted: after an erase.
    virtual void truncate_log() = 0;

    // Whether a thread of this process waits for its turn to write. What is done in the background
    // ends its transaction then: webhooks do not wait for more than one piece of it.
    virtual bool others_wait_to_write() const { return false; }

  protected:
    using TransactionBody = FunctionRef<void(Connection&)>;
    virtual void run_write(TransactionBody body) = 0;
    virtual void run_lazy_write(TransactionBody body) { run_write(body); }
    virtual void run_read(TransactionBody body) = 0;

  private:
    template <class Work>
    auto in_transaction(Work&& work, void (Database::*run)(TransactionBody)) {
        using Answer = std::invoke_result_t<Work&, Connection&>;
        if constexpr (std::is_void_v<Answer>) {
            (this->*run)([&work](Connection& connection) { work(connection); });
        } else {
            std::optional<Answer> answer;
            (this->*run)([&](Connection& connection) { answer.emplace(work(connection)); });
            return std::move(*answer);
        }
    }
};

// Opens the database of `options.url` and makes it when it is missing. Its schema is the migrator's
// business. Fails with words for people when the URL means nothing or the file cannot be opened.
Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options);

}  // namespace callfold
