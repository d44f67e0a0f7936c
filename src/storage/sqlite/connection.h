#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/sqlite/prepared_statement.h"

namespace SQLite {
class Database;
}

namespace callfold {

struct SqliteConnectionOptions {
    std::string path;
    milliseconds busy_timeout{5'000};
    int cache_kib = 2'048;  // the most that its page cache grows to
    // Set for a connection that only reads: a transaction that lasts longer is cut.
    std::optional<milliseconds> read_limit = {};
};

// A connection to a SQLite file in WAL mode. Compiled statements are kept by Statement::index, so
// an index must mean one statement for the life of a connection.
class SqliteConnection final : public Connection {
  public:
    // Opens the file, which must exist, and throws InfrastructureError or ConflictError.
    explicit SqliteConnection(const SqliteConnectionOptions& options);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Engine engine() const override { return Engine::sqlite; }
    void begin_write() override;
    void begin_read() override;
    void commit() override;
    void rollback() noexcept override;
    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                     EachRow each_row) override;
    std::int64_t run_for_each(const Statement& statement, std::size_t width,
                              std::span<const Parameter> parameters, EachRow each_row) override;
    void run_script(std::string_view sql) override;
    // The tenant id in each statement is the only fence here.
    void work_for(std::span<const TenantId>) override {}

    // Whether a commit is on disk before it returns, as it is at first. Between transactions only.
    void wait_for_disk(bool waits);

    enum class Checkpoint {
        passive,   // copies what it can without waiting for anybody
        restart,   // copies everything and waits for readers, so that the log starts anew
        truncate,  // the same, and the log's file becomes empty
    };
    // Moves the log into the database file; gives how many bytes of it are left to be moved,
    // nothing when somebody was in the way for longer than `wait`: readers, another process's
    // writer, or, for a passive one, another checkpoint.
    std::optional<std::int64_t> checkpoint(Checkpoint kind, milliseconds wait);

    // Waits until what checkpoints copied into the database file is on disk.
    void sync_file();

    // Bytes in the log after this connection's last commit, 0 after the log was emptied. From any
    // thread.
    std::int64_t log_bytes() const { return log_bytes_; }
    // Another connection emptied the log, while this one was in no transaction.
    void log_was_emptied() { log_bytes_ = 0; }

  private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    void configure();
    void enter_wal_mode();
    void run_pragma(const std::string& sql);
    SqlitePrepared& prepared(const Statement& statement);
    std::int64_t step(SqlitePrepared& compiled, std::span<const Parameter> parameters,
                      EachRow each_row);
    void check_read_limit(std::string_view doing) const;
    static int on_progress(void* self);
    static int on_log_grown(void* self, sqlite3* handle, const char* schema, int pages);
    std::int64_t bytes_of_log_pages(int pages) const;

    SqliteConnectionOptions options_;
    std::unique_ptr<SQLite::Database> database_;
    sqlite3* handle_ = nullptr;
    std::int64_t page_bytes_ = 0;
    std::atomic<std::int64_t> log_bytes_ = 0;
    std::optional<SteadyTime> read_deadline_;  // of the reading transaction that is open
    std::unique_ptr<SqlitePrepared> begin_write_;
    std::unique_ptr<SqlitePrepared> begin_read_;
    std::unique_ptr<SqlitePrepared> commit_;
    std::vector<std::unique_ptr<SqlitePrepared>> prepared_;
};

}  // namespace callfold
