#include "storage/sqlite/backup.h"

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

#include "storage/connection.h"

namespace callfold {
namespace {

// 4 MiB at SQLite's own page size.
constexpr int pages_per_step = 1'024;
constexpr int busy_timeout_ms = 5'000;

std::string last_system_error() {
    return std::system_category().message(errno);
}

// The file that becomes the backup, removed unless it was published.
class PartialFile {
  public:
    static Result<PartialFile> create(const std::string& target) {
        const std::string path = target + ".part";
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor >= 0) return PartialFile{path, descriptor};
        if (errno == EEXIST) {
            return fail(ErrorCode::conflict,
                        fmt::format("{} is there: another backup is under way, or one was cut off. "
                                    "Remove it if none is.",
                                    path));
        }
        return fail(ErrorCode::unavailable,
                    fmt::format("{} cannot be written: {}.", path, last_system_error()));
    }
    PartialFile(PartialFile&& other) noexcept
        : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
    PartialFile& operator=(PartialFile&&) = delete;
    ~PartialFile() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        if (!published_) ::unlink(path_.c_str());
    }

    const std::string& path() const { return path_; }

    // Gives it its name for good, unless somebody else took that meanwhile.
    Result<void> publish(const std::string& target) {
        if (::fsync(descriptor_) != 0) throw InfrastructureError("backup: " + last_system_error());
        if (!rename_to_new(path_.c_str(), target.c_str())) {
            return fail(ErrorCode::conflict,
                        fmt::format("{} cannot be made: {}.", target, last_system_error()));
        }
        published_ = true;
        sync_directory(std::filesystem::absolute(target).parent_path());
        return {};
    }

  private:
    PartialFile(std::string path, int descriptor)
        : path_(std::move(path)), descriptor_(descriptor) {}

    static bool rename_to_new(const char* from, const char* to) {
        if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return true;
        // A file system of the network, which knows no such flag.
        return errno == EINVAL && ::link(from, to) == 0 && ::unlink(from) == 0;
    }

    static void sync_directory(const std::filesystem::path& directory) {
        const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0) return;  // one that only lets files be made in it
        ::fsync(descriptor);
        ::close(descriptor);
    }

    std::string path_;
    int descriptor_;
    bool published_ = false;
};

// Copies one snapshot: with it held, what others commit meanwhile does not make SQLite begin anew.
// Gives the pages copied, or nothing when it was told to stop.
std::optional<std::int64_t> copy_snapshot(const std::string& path, const std::string& target,
                                          OnBackupProgress on_progress) {
    SQLite::Database source(path, SQLite::OPEN_READWRITE, busy_timeout_ms);
    source.exec("PRAGMA query_only = ON");
    source.exec("BEGIN");
    source.execAndGet("SELECT count(*) FROM sqlite_master");
    SQLite::Database copy(target, SQLite::OPEN_READWRITE);
    copy.exec("PRAGMA journal_mode = OFF");
    copy.exec("PRAGMA synchronous = OFF");
    SQLite::Backup backup(copy, source);
    while (backup.executeStep(pages_per_step) != SQLITE_DONE) {
        const int all = backup.getTotalPageCount();
        if (!on_progress(all - backup.getRemainingPageCount(), all)) return std::nullopt;
    }
    on_progress(backup.getTotalPageCount(), backup.getTotalPageCount());
    return backup.getTotalPageCount();
}

// The copy says that it has a write-ahead log, as its original does; without one it is one file.
void make_single_file_and_check(const std::string& path) {
    SQLite::Database copy(path, SQLite::OPEN_READWRITE);
    const std::string mode = copy.execAndGet("PRAGMA journal_mode = DELETE").getString();
    if (mode != "delete") throw InfrastructureError("backup: the copy keeps its log");
    SQLite::Statement check(copy, "PRAGMA integrity_check(1)");
    check.executeStep();
    const std::string found = check.getColumn(0).getString();
    if (found != "ok") {
        throw InfrastructureError(fmt::format("backup: the integrity check found: {}", found));
    }
}

}  // namespace

Result<SqliteBackup> backup_sqlite_database(const std::string& path, const std::string& target,
                                            OnBackupProgress on_progress) {
    if (!std::filesystem::exists(path)) {
        return fail(ErrorCode::not_found, fmt::format("There is no database at {}.", path));
    }
    if (std::filesystem::exists(target)) {
        return fail(ErrorCode::conflict,
                    fmt::format("{} is there already, and a backup replaces nothing.", target));
    }
    auto file = PartialFile::create(target);
    if (!file) return tl::make_unexpected(file.error());
    try {
        // Absolute paths cannot be taken for SQLite's file: addresses.
        const std::string copy = std::filesystem::absolute(file->path()).string();
        const auto pages =
            copy_snapshot(std::filesystem::absolute(path).string(), copy, on_progress);
        if (!pages) return fail(ErrorCode::failed, "Stopped; nothing was left behind.");
        make_single_file_and_check(copy);
        if (auto published = file->publish(target); !published) {
            return tl::make_unexpected(published.error());
        }
        return SqliteBackup{*pages, static_cast<std::int64_t>(std::filesystem::file_size(target))};
    } catch (const SQLite::Exception& error) {
        throw InfrastructureError(fmt::format("backup to {}: {}", target, error.what()));
    }
}

}  // namespace callfold
