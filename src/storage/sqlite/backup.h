#pragma once

#include <cstdint>
#include <string>

#include "base/function_ref.h"
#include "base/result.h"

namespace callfold {

struct SqliteBackup {
    std::int64_t pages = 0;
    std::int64_t bytes = 0;
};

// Hears how many of the pages are copied; gives whether to go on.
using OnBackupProgress = FunctionRef<bool(std::int64_t done, std::int64_t all)>;

// Copies the SQLite database in the file `path` to the new file `target`, which only its owner may
// read: one moment of the database, with everything committed before, while servers and commands go
// on working on it. `target` is there only when the copy is complete, on disk and has passed
// SQLite's integrity check; it needs no other file beside it. Until then it is `target`.part.
//
// Fails with words for people: not_found without a database, conflict when `target` or its .part is
// there, cancelled work as `failed`. Throws InfrastructureError when reading or writing fails; the
// .part is removed then, too.
Result<SqliteBackup> backup_sqlite_database(const std::string& path, const std::string& target,
                                            OnBackupProgress on_progress);

}  // namespace callfold
