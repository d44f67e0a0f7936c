#include "storage/database.h"
#include "storage/sqlite/database.h"

namespace callfold {

Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options) {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    if (options.url.starts_with(sqlite_scheme)) {
        return open_sqlite_database(options.url.substr(sqlite_scheme.size()), options);
    }
    return fail(ErrorCode::invalid_argument,
                "the database is given as sqlite:PATH, such as sqlite:data/callfold.db");
}

}  // namespace callfold
