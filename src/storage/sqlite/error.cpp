#include "storage/sqlite/error.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/connection.h"

namespace callfold {
namespace {

enum class Meaning { data, conflict, infrastructure };

// A plain SQLITE_ERROR of a running statement comes from what a function was given: an integer
// overflow, malformed JSON, a full-text query with a broken syntax. PostgreSQL calls these data
// errors too. While a statement is compiled, it is a missing table.
Meaning meaning_of(int code, SqliteStep step) {
    const int primary = code & 0xff;
    if (primary == SQLITE_CONSTRAINT || primary == SQLITE_MISMATCH || primary == SQLITE_RANGE ||
        primary == SQLITE_TOOBIG) {
        return Meaning::data;
    }
    if (primary == SQLITE_ERROR && step == SqliteStep::run) return Meaning::data;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) return Meaning::conflict;
    return Meaning::infrastructure;
}

// SQLite's own message is used only where it is known to speak of names: those of running
// statements can quote values.
std::string message(sqlite3* connection, int code, SqliteStep step, std::string_view doing) {
    const bool speaks_of_names = step == SqliteStep::prepare || (code & 0xff) == SQLITE_CONSTRAINT;
    std::string text =
        fmt::format("{}: {} (SQLite {})", doing,
                    speaks_of_names ? sqlite3_errmsg(connection) : sqlite3_errstr(code), code);
    const int system_code = sqlite3_system_errno(connection);
    const int primary = code & 0xff;
    if (system_code != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN)) {
        text += fmt::format(", {}", std::system_category().message(system_code));
    }
    return text;
}

}  // namespace

void throw_sqlite_error(sqlite3* connection, int code, SqliteStep step, std::string_view doing) {
    const std::string text = message(connection, code, step, doing);
    switch (meaning_of(code, step)) {
        case Meaning::data:
            throw DataError(text);
        case Meaning::conflict:
            throw ConflictError(text);
        case Meaning::infrastructure:
            throw InfrastructureError(text);
    }
    std::abort();
}

}  // namespace callfold
