#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/fair_mutex.h"
#include "storage/database.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/log_tries.h"
#include "storage/sqlite/reader_pool.h"

namespace callfold {

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
    // Copies all of a long log and lets it start anew; gives whether nobody was in the way.
    bool empty_long_log();
    // The same while nobody of this process reads.
    void empty_without_readers();

    const SqliteLogLimits limits_;
    // Guards the one checkpoint that SQLite allows at a time, by whichever connection. Taken before
    // the writer's mutex.
    std::mutex checkpoint_mutex_;
    SqliteConnection checkpointer_;
    FairMutex writer_mutex_;  // analyses take turns with webhooks
    SqliteConnection writer_;
    // Changed by whoever has the writer's mutex.
    LogTries writer_tries_;
    LogTries reader_tries_;
    SqliteReaderPool readers_;
};

// Opens the database in the file `path`; makes it, with mode 0600, and its directory when they are
// missing. Fails with words for people.
Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path,
                                                       const DatabaseOptions& options,
                                                       const SqliteLogLimits& limits = {});

}  // namespace callfold
