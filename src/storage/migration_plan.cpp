#include "storage/migration_plan.h"

#include <algorithm>

#include <fmt/format.h>

namespace callfold {
namespace {

tl::unexpected<Error> unknown(const AppliedMigration& migration) {
    return fail(ErrorCode::conflict,
                fmt::format("the database has migration {} ({}), which this program does not know: "
                            "it was made by a newer callfold; start that one",
                            migration.version, migration.name));
}

tl::unexpected<Error> changed(const AppliedMigration& migration) {
    return fail(ErrorCode::conflict,
                fmt::format("migration {} ({}) was applied with another text than this program "
                            "has: start the callfold that made this database",
                            migration.version, migration.name));
}

tl::unexpected<Error> skipped(const Migration& waiting, const Migration& after) {
    return fail(ErrorCode::conflict,
                fmt::format("the database has migration {} ({}) but not {} ({}) before it: restore "
                            "it from a backup",
                            after.version, after.name, waiting.version, waiting.name));
}

}  // namespace

Result<std::vector<MigrationStatus>> compare_migrations(std::span<const Migration> known,
                                                        std::span<const AppliedMigration> applied) {
    std::vector<MigrationStatus> statuses;
    for (const Migration& migration : known) {
        statuses.push_back({migration, std::nullopt});
    }
    for (const AppliedMigration& row : applied) {
        const auto status = std::find_if(statuses.begin(), statuses.end(),
                                         [&row](const MigrationStatus& known_one) {
                                             return known_one.migration.version == row.version;
                                         });
        if (status == statuses.end()) return unknown(row);
        if (status->migration.checksum != row.checksum) return changed(row);
        status->applied_at = row.applied_at;
    }
    const auto waiting = std::find_if(statuses.begin(), statuses.end(),
                                      [](const auto& status) { return !status.applied_at; });
    const auto after = std::find_if(
        waiting, statuses.end(), [](const auto& status) { return status.applied_at.has_value(); });
    if (after != statuses.end()) return skipped(waiting->migration, after->migration);
    return statuses;
}

}  // namespace callfold
