#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/fair_mutex.h"
#include "storage/database.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/reader_pool.h"

namespace callfold {

// When the writer empties the log itself. Below the first limit it leaves that to `checkpoint`.
struct SqliteLogLimits {
    std::int64_t emptied_above_bytes = 32 << 20;  // tried between two batches
    std::int64_t waited_above_bytes = 256 << 20;  // from here on readers are waited for
    // After a try that failed because somebody was reading, the log grows by this before the next.
    std::int64_t grown_between_tries_bytes = 8 << 20;
    // How long one try waits for readers; most readings are over by then.
    milliseconds wait_per_try{5};
};

// A SQLite file: one connection that writes, some that read, one that copies the log. A thread that
// is inside of `write` must not call `write`, and inside of `read` not `read`, again.
class SqliteDatabase final : public Database {
  public:
    // `path` names an existing file; an empty one is a new database.
    SqliteDatabase(const std::string& path, const DatabaseOptions& options,
                   const SqliteLogLimits& limits);

    Engine engine() const override { return Engine::sqlite; }
    void checkpoint() override;
    void bound_log() override;
    void truncate_log() override;

  protected:
    void run_write(TransactionBody body) override;
    void run_read(TransactionBody body) override;

  private:
    // Longer than any reading transaction lives.
    milliseconds longest_wait() const;

    const DatabaseOptions options_;
    const SqliteLogLimits limits_;
    FairMutex writer_mutex_;  // analyses take turns with webhooks
    SqliteConnection writer_;
    std::int64_t next_try_bytes_;
    // Guards the one checkpoint that SQLite allows at a time, by whichever connection.
    std::mutex checkpoint_mutex_;
    SqliteConnection checkpointer_;
    SqliteReaderPool readers_;
};

// Opens the database in the file `path`; makes it, with mode 0600, and its directory when they are
// missing. Fails with words for people.
Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path,
                                                       const DatabaseOptions& options,
                                                       const SqliteLogLimits& limits = {});

}  // namespace callfold
