#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "storage/database.h"

namespace callfold {

// A numbered change of the schema, embedded from src/storage/migrations. Numbers are the same for
// every engine; a migration that was released is never edited.
struct Migration {
    int version = 0;
    std::string name;  // "0001_initial"
    std::string_view sql;
    std::string checksum;  // SHA-256 of `sql`, hex
};

struct MigrationStatus {
    Migration migration;
    std::optional<Instant> applied_at;  // null: waits
};

// The migrations of this program for one engine, by version.
std::vector<Migration> migrations_of(Engine engine);

// All migrations with what the database has of them. Fails (conflict) when the database holds one
// that this program does not know, or one whose text differs, and says which and what to do.
Result<std::vector<MigrationStatus>> migration_status(Database& database);

// Applies what waits, each in a transaction of its own, in order; gives the names of what was
// applied. Fails like `migration_status`. Safe to run beside another migrator.
Result<std::vector<std::string>> migrate_up(Database& database, Instant now);

}  // namespace callfold
