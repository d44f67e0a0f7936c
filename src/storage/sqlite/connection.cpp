#include "storage/sqlite/connection.h"

#include <cstdlib>
#include <mutex>
#include <stdexcept>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/sqlite/error.h"

namespace callfold {
namespace {

constexpr std::int64_t frame_header_bytes = 24;
// After it grew over this, the file of the log is cut back when it starts anew.
constexpr std::int64_t kept_log_bytes = 64 << 20;
// Steps of SQLite's machine between two looks at the clock: tens of microseconds.
constexpr int steps_between_looks = 1'000;
constexpr int tries_to_enter_wal_mode = 20;

constexpr auto ignore_row = [](const Row&) {};

// SQLite counts its memory under one lock of the process, which nobody here reads.
void configure_process() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

std::unique_ptr<SQLite::Database> open_file(const SqliteConnectionOptions& options) {
    configure_process();
    try {
        return std::make_unique<SQLite::Database>(options.path,
                                                  SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX,
                                                  static_cast<int>(options.busy_timeout.count()));
    } catch (const SQLite::Exception& error) {
        throw InfrastructureError(fmt::format("open the database: {}", error.what()));
    }
}

}  // namespace

SqliteConnection::SqliteConnection(const SqliteConnectionOptions& options)
    : options_(options), database_(open_file(options)), handle_(database_->getHandle()) {
    configure();
}

SqliteConnection::~SqliteConnection() = default;

void SqliteConnection::configure() {
    sqlite3_extended_result_codes(handle_, 1);
    enter_wal_mode();
    wait_for_disk(true);
    run_pragma("PRAGMA foreign_keys = ON");
    run_pragma("PRAGMA secure_delete = ON");
    run_pragma("PRAGMA temp_store = MEMORY");
    run_pragma("PRAGMA wal_autocheckpoint = 0");
    run_pragma(fmt::format("PRAGMA journal_size_limit = {}", kept_log_bytes));
    run_pragma(fmt::format("PRAGMA cache_size = -{}", options_.cache_kib));
    if (options_.read_limit) {
        run_pragma("PRAGMA query_only = ON");
        sqlite3_progress_handler(handle_, steps_between_looks, on_progress, this);
    }
    SqlitePrepared(handle_, "read the page size", "PRAGMA page_size")
        .run({}, [this](const Row& row) { page_bytes_ = row.integer(0); });
    sqlite3_wal_hook(handle_, on_log_grown, this);
    begin_write_ = std::make_unique<SqlitePrepared>(handle_, "begin to write", "BEGIN IMMEDIATE");
    begin_read_ = std::make_unique<SqlitePrepared>(handle_, "begin to read", "BEGIN DEFERRED");
    commit_ = std::make_unique<SqlitePrepared>(handle_, "commit", "COMMIT");
}

// When two processes open a new file at once, one finds it locked, and SQLite does not wait there,
// since both could wait for each other. Waiting for a transaction of its own comes to the same.
void SqliteConnection::enter_wal_mode() {
    for (int tries = 1;; ++tries) {
        try {
            std::string mode;
            SqlitePrepared(handle_, "enter WAL mode", "PRAGMA journal_mode = WAL")
                .run({}, [&mode](const Row& row) { mode = row.text(0); });
            if (mode != "wal") {
                throw InfrastructureError(
                    fmt::format("the database cannot have a write-ahead log (it uses '{}'): its "
                                "file system must allow shared memory",
                                mode));
            }
            return;
        } catch (const ConflictError&) {
            if (tries == tries_to_enter_wal_mode) throw;
            run_pragma("BEGIN IMMEDIATE");
            run_pragma("ROLLBACK");
        }
    }
}

void SqliteConnection::run_pragma(const std::string& sql) {
    SqlitePrepared(handle_, sql, sql).run({}, ignore_row);
}

void SqliteConnection::begin_write() {
    begin_write_->run({}, ignore_row);
}

void SqliteConnection::begin_read() {
    begin_read_->run({}, ignore_row);
    if (options_.read_limit) {
        read_deadline_ = std::chrono::steady_clock::now() + *options_.read_limit;
    }
}

void SqliteConnection::commit() {
    read_deadline_.reset();
    commit_->run({}, ignore_row);
}

void SqliteConnection::rollback() noexcept {
    read_deadline_.reset();
    // A transaction that SQLite itself rolled back (disk full) is not open any more.
    if (sqlite3_get_autocommit(handle_) != 0) return;
    // A rollback that fails is done by whoever opens the file next; the failure that led here is on
    // its way to the caller.
    static_cast<void>(sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr));
}

std::int64_t SqliteConnection::run(const Statement& statement,
                                   std::span<const Parameter> parameters, EachRow each_row) {
    check_read_limit(statement.name);
    return step(prepared(statement), parameters, each_row);
}

std::int64_t SqliteConnection::run_for_each(const Statement& statement, std::size_t width,
                                            std::span<const Parameter> parameters,
                                            EachRow each_row) {
    if (width == 0 || parameters.size() % width != 0) {
        throw std::logic_error(fmt::format("{}: rows of {} values cannot make {}", statement.name,
                                           width, parameters.size()));
    }
    check_read_limit(statement.name);
    SqlitePrepared& compiled = prepared(statement);
    std::int64_t changed = 0;
    for (std::size_t start = 0; start < parameters.size(); start += width) {
        changed += step(compiled, parameters.subspan(start, width), each_row);
    }
    return changed;
}

std::int64_t SqliteConnection::step(SqlitePrepared& compiled, std::span<const Parameter> parameters,
                                    EachRow each_row) {
    try {
        return compiled.run(parameters, each_row);
    } catch (const InfrastructureError&) {
        check_read_limit(compiled.name());  // says it better than "interrupted"
        throw;
    }
}

void SqliteConnection::run_script(std::string_view sql) {
    const std::string terminated(sql);
    const int code = sqlite3_exec(handle_, terminated.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_sqlite_error(handle_, code, SqliteStep::prepare, "run a script");
}

void SqliteConnection::wait_for_disk(bool waits) {
    run_pragma(waits ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
}

std::optional<std::int64_t> SqliteConnection::checkpoint(Checkpoint kind, milliseconds wait) {
    const auto mode = [kind] {
        switch (kind) {
            case Checkpoint::passive:
                return SQLITE_CHECKPOINT_PASSIVE;
            case Checkpoint::restart:
                return SQLITE_CHECKPOINT_RESTART;
            case Checkpoint::truncate:
                return SQLITE_CHECKPOINT_TRUNCATE;
        }
        std::abort();
    }();
    int pages_in_log = 0;
    int pages_copied = 0;
    sqlite3_busy_timeout(handle_, static_cast<int>(wait.count()));
    const int code =
        sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &pages_in_log, &pages_copied);
    sqlite3_busy_timeout(handle_, static_cast<int>(options_.busy_timeout.count()));
    if ((code & 0xff) == SQLITE_BUSY) return std::nullopt;
    if (code != SQLITE_OK) throw_sqlite_error(handle_, code, SqliteStep::run, "checkpoint");
    if (kind == Checkpoint::passive) return bytes_of_log_pages(pages_in_log - pages_copied);
    log_bytes_ = 0;
    return 0;
}

void SqliteConnection::sync_file() {
    sqlite3_file* file = nullptr;
    int code = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
    if (code != SQLITE_OK) throw_sqlite_error(handle_, code, SqliteStep::run, "sync the file");
}

SqlitePrepared& SqliteConnection::prepared(const Statement& statement) {
    const auto index = static_cast<std::size_t>(statement.index);
    if (index >= prepared_.size()) prepared_.resize(index + 1);
    auto& place = prepared_[index];
    if (place == nullptr) {
        place = std::make_unique<SqlitePrepared>(handle_, statement.name, statement.sqlite);
    }
    if (place->sql().data() != statement.sqlite.data()) {
        throw std::logic_error(
            fmt::format("{} and {} have the same index", place->name(), statement.name));
    }
    return *place;
}

void SqliteConnection::check_read_limit(std::string_view doing) const {
    if (!read_deadline_ || std::chrono::steady_clock::now() < *read_deadline_) return;
    throw InfrastructureError(
        fmt::format("{}: the reading transaction was cut after {} ms, since it keeps the log from "
                    "being emptied",
                    doing, options_.read_limit->count()));
}

int SqliteConnection::on_progress(void* self) {
    const auto& deadline = static_cast<SqliteConnection*>(self)->read_deadline_;
    return deadline && std::chrono::steady_clock::now() >= *deadline ? 1 : 0;
}

int SqliteConnection::on_log_grown(void* self, sqlite3*, const char*, int pages) {
    auto& connection = *static_cast<SqliteConnection*>(self);
    connection.log_bytes_ = connection.bytes_of_log_pages(pages);
    return SQLITE_OK;
}

std::int64_t SqliteConnection::bytes_of_log_pages(int pages) const {
    return pages * (page_bytes_ + frame_header_bytes);
}

}  // namespace callfold
