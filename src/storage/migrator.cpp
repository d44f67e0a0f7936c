#include "storage/migrator.h"

#include <fmt/format.h>

#include "base/crypto.h"
#include "storage/access_rules.h"
#include "storage/embedded_migrations.h"
#include "storage/migration_plan.h"
#include "storage/statements/access.h"
#include "storage/statements/migrations.h"

namespace callfold {
namespace {

bool has_migration_table(Connection& connection) {
    std::int64_t tables = 0;
    query(connection, sql::count_migration_tables,
          [&tables](const Row& row) { tables = row.integer(0); });
    return tables > 0;
}

std::vector<AppliedMigration> read_applied(Connection& connection) {
    std::vector<AppliedMigration> applied;
    if (!has_migration_table(connection)) return applied;
    query(connection, sql::select_migrations, [&applied](const Row& row) {
        applied.push_back({static_cast<int>(row.integer(0)), std::string(row.text(1)),
                           std::string(row.text(2)), row.instant(3)});
    });
    return applied;
}

Result<std::vector<MigrationStatus>> read_status(Connection& connection) {
    return compare_migrations(migrations_of(connection.engine()), read_applied(connection));
}

void apply(Connection& connection, const Migration& migration, Instant now) {
    connection.run_script(embedded_migrations(connection.engine()).front().sql);
    connection.run_script(migration.sql);
    execute(connection, sql::insert_migration, migration.version, migration.name,
            migration.checksum, now);
}

// Applies the first one that waits and gives its name; an empty name when none does.
Result<std::string> apply_next(Connection& connection, Instant now) {
    query(connection, sql::lock_migrations, [](const Row&) {});
    const auto statuses = read_status(connection);
    if (!statuses) return tl::make_unexpected(statuses.error());
    for (const MigrationStatus& status : *statuses) {
        if (status.applied_at) continue;
        apply(connection, status.migration, now);
        return status.migration.name;
    }
    return std::string{};
}

std::string applied_access_version(Connection& connection) {
    std::int64_t versions = 0;
    query(connection, sql::count_access_versions,
          [&versions](const Row& row) { versions = row.integer(0); });
    std::string version;
    if (versions == 0) return version;
    query(connection, sql::select_access_version,
          [&version](const Row& row) { version = row.text(0); });
    return version;
}

// The rules of access are applied anew when they, or the tables that they are about, have changed.
void renew_access(Connection& connection) {
    const std::string_view rules = access_rules(connection.engine());
    if (rules.empty()) return;
    query(connection, sql::lock_migrations, [](const Row&) {});
    const std::string last_checksum = migrations_of(connection.engine()).back().checksum;
    const std::string version = to_hex(sha256(std::string(rules) + last_checksum));
    if (applied_access_version(connection) == version) return;
    connection.run_script(rules);
    connection.run_script(fmt::format(
        "CREATE OR REPLACE FUNCTION callfold_access_version() RETURNS text LANGUAGE sql IMMUTABLE "
        "AS $$ SELECT '{}' $$",
        version));
}

}  // namespace

std::vector<Migration> migrations_of(Engine engine) {
    const auto& embedded = embedded_migrations(engine);
    if (embedded.empty()) return {};
    return {embedded.begin() + 1, embedded.end()};
}

Result<std::vector<MigrationStatus>> migration_status(Database& database) {
    return database.read([](Connection& connection) { return read_status(connection); });
}

Result<std::vector<std::string>> migrate_up(Database& database, Instant now) {
    std::vector<std::string> names;
    for (;;) {
        const auto name =
            database.write([now](Connection& connection) { return apply_next(connection, now); });
        if (!name) return tl::make_unexpected(name.error());
        if (name->empty()) break;
        names.push_back(*name);
    }
    database.write(renew_access);
    return names;
}

}  // namespace callfold
