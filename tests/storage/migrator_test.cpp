// The migrator on a database: what it applies, what it refuses, and two of them at once.

#include "storage/migrator.h"

#include <algorithm>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const Instant now = from_unix_us(1'769'606'270'116'924);

std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const Migration& migration : migrations_of(tested_engine())) {
        names.push_back(migration.name);
    }
    return names;
}

std::vector<MigrationStatus> status_of(Database& database) {
    return migration_status(database).value();
}

class Migrator : public testing::Test {
  protected:
    Migrator() {
        if (tested_engine() == Engine::postgres) name_ = PostgresServer::shared().create_empty();
    }
    ~Migrator() override {
        if (!name_.empty()) PostgresServer::shared().drop(name_);
    }

    std::unique_ptr<Database> open() {
        if (!name_.empty()) return open_or_throw({.url = PostgresServer::shared().url(name_)});
        return open_or_throw({.url = "sqlite:" + (directory_.path() / "new.db").string()});
    }

    void change(Database& database, std::string_view sql) {
        database.write([sql](Connection& connection) { connection.run_script(sql); });
    }

    TemporaryDirectory directory_;
    std::string name_;  // of the database on PostgreSQL
};

TEST_F(Migrator, AppliesWhatWaitsAndNothingTwice) {
    const auto database = open();
    for (const MigrationStatus& status : status_of(*database)) {
        EXPECT_FALSE(status.applied_at);
    }
    EXPECT_EQ(migrate_up(*database, now).value(), known_names());
    EXPECT_THAT(migrate_up(*database, now).value(), IsEmpty());
    for (const MigrationStatus& status : status_of(*database)) {
        EXPECT_EQ(status.applied_at, now) << status.migration.name;
    }
}

// Whoever comes from the documents looks for them by name (docs/source-documents.md).
TEST_F(Migrator, MakesTheIndexesThatTheSourceDocumentsName) {
    const auto database = open();
    ASSERT_TRUE(migrate_up(*database, now));
    const bool is_sqlite = tested_engine() == Engine::sqlite;
    const auto indexes =
        test::texts_of(*database, is_sqlite ? "SELECT name FROM sqlite_master WHERE type = 'index'"
                                            : "SELECT indexname::text FROM pg_indexes");
    for (const char* name :
         {"idx_calls_lifecycle_status", "idx_calls_ringing_started", "idx_calls_answered",
          "idx_lead_analytics_user_phone", "idx_lead_analytics_analysis_type",
          "idx_lead_analytics_user_phone_type", "idx_lead_analytics_latest_call"}) {
        EXPECT_THAT(indexes, testing::Contains(name));
    }
}

TEST_F(Migrator, CountsFromOneWithoutAGap) {
    int version = 0;
    for (const Migration& migration : migrations_of(tested_engine())) {
        EXPECT_EQ(migration.version, ++version);
        EXPECT_EQ(migration.checksum, to_hex(sha256(migration.sql)));
    }
    EXPECT_GT(version, 0);
}

TEST_F(Migrator, RefusesADatabaseOfANewerProgram) {
    const auto database = open();
    ASSERT_TRUE(migrate_up(*database, now));
    change(*database,
           "INSERT INTO schema_migrations SELECT 999, '0999_later', 'x', applied_at "
           "FROM schema_migrations WHERE version = 1");
    const auto status = migration_status(*database);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::conflict);
    EXPECT_THAT(status.error().message, HasSubstr("0999_later"));
    EXPECT_EQ(migrate_up(*database, now).error(), status.error());
}

TEST_F(Migrator, RefusesAnEditedMigration) {
    const auto database = open();
    ASSERT_TRUE(migrate_up(*database, now));
    change(*database, "UPDATE schema_migrations SET checksum = 'other' WHERE version = 1");
    const auto applied = migrate_up(*database, now);
    ASSERT_FALSE(applied);
    EXPECT_THAT(applied.error().message, HasSubstr("0001_initial"));
}

TEST_F(Migrator, LeavesNothingOfAMigrationThatFails) {
    const auto database = open();
    change(*database, "CREATE TABLE endpoints (id INTEGER PRIMARY KEY)");
    EXPECT_THROW(static_cast<void>(migrate_up(*database, now)), InfrastructureError);
    EXPECT_FALSE(status_of(*database).front().applied_at);
    change(*database, "DROP TABLE endpoints");
    EXPECT_EQ(migrate_up(*database, now).value(), known_names());
}

TEST_F(Migrator, IsSafeBesideAnother) {
    constexpr int migrators = 4;
    std::vector<std::vector<std::string>> applied(migrators);
    std::vector<std::thread> threads;
    for (auto& names : applied) {
        threads.emplace_back([this, &names] { names = migrate_up(*open(), now).value(); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::vector<std::string> all;
    for (const auto& names : applied) {
        all.insert(all.end(), names.begin(), names.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, known_names());
}

}  // namespace
}  // namespace callfold
