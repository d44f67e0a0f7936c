#include "storage/database.h"
#include "storage/node_signals.h"
#include "storage/postgres/database.h"
#include "storage/postgres/node_signals.h"
#include "storage/sqlite/database.h"

namespace callfold {
namespace {

bool is_postgres(const std::string& url) {
    return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

}  // namespace

Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options) {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    if (options.url.starts_with(sqlite_scheme)) {
        return open_sqlite_database(options.url.substr(sqlite_scheme.size()), options);
    }
    if (is_postgres(options.url)) return open_postgres_database(options);
    return fail(ErrorCode::invalid_argument,
                "the database is given as sqlite:PATH, such as sqlite:data/callfold.db, or as "
                "postgresql://USER@HOST/NAME");
}

std::unique_ptr<NodeSignals> open_node_signals(const DatabaseOptions& options) {
    if (!is_postgres(options.url)) return nullptr;
    return std::make_unique<PostgresNodeSignals>(options.url);
}

}  // namespace callfold
