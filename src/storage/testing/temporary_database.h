#pragma once

#include <memory>
#include <string>

#include "storage/database.h"
#include "storage/tenant_scope.h"
#include "storage/testing/temporary_directory.h"

namespace callfold {

// The engine that tests run on: CALLFOLD_TEST_ENGINE is "postgres", or SQLite. ctest runs the same
// programs with both.
Engine tested_engine();

// A database with the whole schema, for tests, gone at the end:
//     TemporaryDatabase database;
//     database->write([](Connection& connection) { … });
// The thread that makes it works for every tenant; what is to be tested under a narrower fence sets
// its own TenantScope.
class TemporaryDatabase {
  public:
    // `options` without their url.
    explicit TemporaryDatabase(DatabaseOptions options = {}, Engine engine = tested_engine());
    ~TemporaryDatabase();
    TemporaryDatabase(const TemporaryDatabase&) = delete;
    TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;

    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }
    // To open it once more or after `close`.
    const std::string& url() const { return url_; }
    // Of SQLite.
    std::filesystem::path file() const { return directory_.path() / "test.db"; }
    // Closes it as the end of the process would.
    void close() { database_.reset(); }
    // Closes it and opens it with other options, given without their url.
    void reopen(DatabaseOptions options);

  private:
    const TenantScope scope_ = TenantScope::every_tenant();
    TemporaryDirectory directory_;
    std::string postgres_name_;  // empty on SQLite
    std::string url_;
    std::unique_ptr<Database> database_;
};

// Opens what is there already; a failure is an exception with its words.
std::unique_ptr<Database> open_or_throw(const DatabaseOptions& options);

}  // namespace callfold
