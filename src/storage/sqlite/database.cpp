#include "storage/sqlite/database.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace callfold {
namespace {

// A reader forgets its pages whenever somebody wrote, so a large cache would not serve it.
constexpr int writer_cache_kib = 16 * 1024;
constexpr int reader_cache_kib = 2 * 1024;
constexpr int checkpointer_cache_kib = 256;
constexpr int write_attempts = 4;
// Each pass of a checkpoint leaves what was written during it, which is less each time.
constexpr int most_passes = 5;

SqliteConnectionOptions connection_options(const std::string& path, const DatabaseOptions& options,
                                           int cache_kib) {
    return {.path = path, .busy_timeout = options.busy_timeout, .cache_kib = cache_kib};
}

SqliteConnectionOptions reader_options(const std::string& path, const DatabaseOptions& options) {
    SqliteConnectionOptions reader = connection_options(path, options, reader_cache_kib);
    reader.read_limit = options.read_limit;
    return reader;
}

tl::unexpected<Error> cannot_open(const std::string& path, std::string_view cause) {
    return fail(ErrorCode::unavailable,
                fmt::format("the database {} cannot be opened: {}", path, cause));
}

// Makes the directory, readable for its owner only, unless it is there.
std::error_code make_directory(const std::filesystem::path& directory) {
    std::error_code error;
    if (directory.empty() || !std::filesystem::create_directories(directory, error)) return error;
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    return error;
}

// Makes an empty file for its owner only, unless it is there: SQLite gives its other files the same
// mode.
std::error_code make_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return {errno, std::system_category()};
    ::close(descriptor);
    return {};
}

// Should the end fail, the program does: nothing may be acknowledged that is not on disk.
class LazyCommits {
  public:
    explicit LazyCommits(SqliteConnection& connection) : connection_(connection) {
        connection_.wait_for_disk(false);
    }
    ~LazyCommits() { connection_.wait_for_disk(true); }
    LazyCommits(const LazyCommits&) = delete;
    LazyCommits& operator=(const LazyCommits&) = delete;

  private:
    SqliteConnection& connection_;
};

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& path, const DatabaseOptions& options,
                               const SqliteLogLimits& limits)
    : limits_(limits),
      checkpointer_(connection_options(path, options, checkpointer_cache_kib)),
      writer_(connection_options(path, options, writer_cache_kib)),
      writer_tries_(limits.bounded_above_bytes, limits.grown_between_tries_bytes),
      reader_tries_(limits.held_above_bytes, limits.grown_between_tries_bytes),
      readers_(reader_options(path, options), options.readers,
               options.read_limit + options.busy_timeout) {}

void SqliteDatabase::run_write(TransactionBody body) {
    const std::lock_guard writing(writer_mutex_);
    write_alone(body);
}

void SqliteDatabase::run_lazy_write(TransactionBody body) {
    const std::lock_guard writing(writer_mutex_);
    const LazyCommits lazy(writer_);
    write_alone(body);
}

void SqliteDatabase::write_alone(TransactionBody body) {
    for (int attempt = 1;; ++attempt) {
        writer_.begin_write();  // waits for other processes; what it did not get then, it won't
        try {
            body(writer_);
            writer_.commit();
            return;
        } catch (const ConflictError&) {
            writer_.rollback();
            if (attempt == write_attempts) throw;
        } catch (...) {
            writer_.rollback();
            throw;
        }
    }
}

void SqliteDatabase::run_read(TransactionBody body) {
    readers_.with_one([&body](SqliteConnection& reader) {
        reader.begin_read();
        try {
            body(reader);
            reader.commit();
        } catch (...) {
            reader.rollback();
            throw;
        }
    });
}

void SqliteDatabase::checkpoint() {
    if (!empty_long_log() && reader_tries_.is_due(writer_.log_bytes())) empty_without_readers();
}

bool SqliteDatabase::empty_long_log() {
    const std::lock_guard checkpointing(checkpoint_mutex_);
    if (!copy_to_the_rest()) return false;
    // The checkpoint that ends the pass syncs the file while the writer waits: most of it goes now.
    checkpointer_.sync_file();
    const std::lock_guard writing(writer_mutex_);
    if (!checkpointer_.checkpoint(SqliteConnection::Checkpoint::restart, limits_.wait_per_try)) {
        return false;
    }
    writer_.log_was_emptied();
    writer_tries_.emptied();
    reader_tries_.emptied();
    return true;
}

void SqliteDatabase::empty_without_readers() {
    {
        const std::lock_guard writing(writer_mutex_);
        reader_tries_.failed(writer_.log_bytes());  // unless it does not
    }
    readers_.while_idle([this] { empty_long_log(); });
}

bool SqliteDatabase::copy_to_the_rest() {
    for (int pass = 0; pass < most_passes; ++pass) {
        const auto left =
            checkpointer_.checkpoint(SqliteConnection::Checkpoint::passive, milliseconds{0});
        if (!left || writer_.log_bytes() < limits_.emptied_above_bytes) return false;
        if (*left <= limits_.rest_bytes) return true;
    }
    return false;  // somebody reads what an early part of the log replaces
}

void SqliteDatabase::bound_log() {
    if (!writer_tries_.is_due(writer_.log_bytes())) return;
    const std::unique_lock checkpointing(checkpoint_mutex_, std::try_to_lock);
    if (!checkpointing) return;  // a pass is under way and leaves less to do for the next try
    const std::lock_guard writing(writer_mutex_);
    const std::int64_t log_bytes = writer_.log_bytes();
    if (writer_.checkpoint(SqliteConnection::Checkpoint::restart, limits_.wait_per_try)) {
        writer_tries_.emptied();
        reader_tries_.emptied();
    } else {
        writer_tries_.failed(log_bytes);
    }
}

void SqliteDatabase::truncate_log() {
    readers_.while_idle([this] {
        const std::lock_guard checkpointing(checkpoint_mutex_);
        const std::lock_guard writing(writer_mutex_);
        if (!writer_.checkpoint(SqliteConnection::Checkpoint::truncate, limits_.wait_per_try)) {
            throw ConflictError("the log could not be emptied: another process reads or writes");
        }
        writer_tries_.emptied();
        reader_tries_.emptied();
    });
}

Result<std::unique_ptr<Database>> open_sqlite_database(const std::string& path,
                                                       const DatabaseOptions& options,
                                                       const SqliteLogLimits& limits) {
    if (path.empty() || path.starts_with(":")) {
        return fail(ErrorCode::invalid_argument,
                    "sqlite: wants the path of a file after it, such as sqlite:data/callfold.db");
    }
    // An absolute path cannot be taken for one of SQLite's file: addresses.
    const std::filesystem::path file = std::filesystem::absolute(path);
    if (const auto error = make_directory(file.parent_path())) {
        return cannot_open(path, error.message());
    }
    if (const auto error = make_file(file.string())) return cannot_open(path, error.message());
    try {
        return std::make_unique<SqliteDatabase>(file.string(), options, limits);
    } catch (const InfrastructureError& error) {
        return cannot_open(path, error.what());
    }
}

}  // namespace callfold
