#pragma once

#include <span>

#include "storage/migrator.h"

namespace callfold {

// A row of schema_migrations.
struct AppliedMigration {
    int version = 0;
    std::string name;
    std::string checksum;
    Instant applied_at;
};

// Lays what the database has beside what the program knows; both by version. Fails (conflict) when
// the database has one that is unknown, whose text differs, or that came before one that waits.
Result<std::vector<MigrationStatus>> compare_migrations(std::span<const Migration> known,
                                                        std::span<const AppliedMigration> applied);

}  // namespace callfold
