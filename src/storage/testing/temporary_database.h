#pragma once

#include <filesystem>
#include <memory>

#include "storage/database.h"

namespace callfold {

// A fresh directory that is removed, with all that is in it, at the end.
class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// A SQLite database with the whole schema in a fresh directory, for tests:
//     TemporaryDatabase database;
//     database->write([](Connection& connection) { … });
class TemporaryDatabase {
  public:
    // `options` without their url.
    explicit TemporaryDatabase(DatabaseOptions options = {});

    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }
    // "sqlite:PATH", to open it once more or after `close`.
    const std::string& url() const { return url_; }
    std::filesystem::path file() const { return directory_.path() / "test.db"; }
    // Closes it as the end of the process would.
    void close() { database_.reset(); }
    // Closes it and opens it with other options, given without their url.
    void reopen(DatabaseOptions options);

  private:
    TemporaryDirectory directory_;
    std::string url_;
    std::unique_ptr<Database> database_;
};

// Opens what is there already; a failure is an exception with its words.
std::unique_ptr<Database> open_or_throw(const DatabaseOptions& options);

}  // namespace callfold
