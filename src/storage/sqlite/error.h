#pragma once

#include <string_view>

struct sqlite3;

namespace callfold {

// Whether a failure came while a statement was compiled or while it ran.
enum class SqliteStep { prepare, run };

// Throws what the last failure of `connection` with result `code` means: DataError, ConflictError
// or InfrastructureError. `doing` names the statement; the text holds no values.
[[noreturn]] void throw_sqlite_error(sqlite3* connection, int code, SqliteStep step,
                                     std::string_view doing);

}  // namespace callfold
