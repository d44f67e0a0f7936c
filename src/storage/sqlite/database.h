#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/fair_mutex.h"
#include "storage/database.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/reader_pool.h"

namespace callfold {

// How long the log may get. It is copied beside the writer; only the last rest, which the writer
// would go on adding to for ever, is copied while the writer stands still.
struct SqliteLogLimits {
    std::int64_t emptied_above_bytes = 16 << 20;  // by `checkpoint`
    std::int64_t rest_bytes = 512 << 10;          // no more is left for the writer to wait for
    std::int64_t bounded_above_bytes = 96 << 20;  // by the writer, between two batches
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
    bool others_wait_to_write() const override { return writer_mutex_.waiting() > 0; }

  protected:
    void run_write(TransactionBody body) override;
    void run_lazy_write(TransactionBody body) override;
    void run_read(TransactionBody body) override;

  private:
    // One transaction of the thread that has the writer's mutex.
    void write_alone(TransactionBody body);
    // Copies beside the writer until no more than a rest is left; gives whether it came so far.
    bool copy_to_the_rest();
    // Longer than any reading transaction lives.
    milliseconds longest_wait() const;

    const DatabaseOptions options_;
    const SqliteLogLimits limits_;
    // Guards the one checkpoint that SQLite allows at a time, by whichever connection. Taken before
    // the writer's mutex.
    std::mutex checkpoint_mutex_;
    SqliteConnection checkpointer_;
    FairMutex writer_mutex_;  // analyses take turns with webhooks
    SqliteConnection writer_;
    std::atomic<std::int64_t> next_try_bytes_;  // of the writer's own tries
    SqliteReaderPool readers_;
};

// Opens the database in the file `path`; makes it, with mode 0600, and its directory when they are
// missing. Fails with words for people.
Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path,
                                                       const DatabaseOptions& options,
                                                       const SqliteLogLimits& limits = {});

}  // namespace callfold
