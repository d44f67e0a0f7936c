// The second fence: what the server's role can see and change on PostgreSQL, table by table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::count_rows;
using test::texts_of;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* all_tables =
    "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND relkind IN ('r', 'p') ORDER BY relname";

class PostgresAccess : public testing::Test {
  protected:
    PostgresAccess() : database_({}, Engine::postgres) {}

    TemporaryDatabase database_;
};

TEST_F(PostgresAccess, FencesEveryTableThatHasATenant) {
    EXPECT_THAT(
        texts_of(*database_,
                 "SELECT c.relname::text FROM pg_class AS c "
                 "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
                 "AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy AS p "
                 "WHERE p.polrelid = c.oid)) ORDER BY c.relname"),
        ElementsAre("schema_migrations", "settings_version"));
}

TEST_F(PostgresAccess, WorksAsARoleThatOwnsNothing) {
    EXPECT_THAT(texts_of(*database_, "SELECT current_user::text"), ElementsAre("callfold_server"));
    EXPECT_THAT(texts_of(*database_,
                         "SELECT relname::text FROM pg_class AS c JOIN pg_roles AS r "
                         "ON r.oid = c.relowner WHERE r.rolname = 'callfold_server'"),
                IsEmpty());
    EXPECT_THAT(texts_of(*database_,
                         "SELECT rolname::text FROM pg_roles WHERE rolname = 'callfold_server' "
                         "AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole)"),
                IsEmpty());
}

TEST_F(PostgresAccess, LetsNobodyElseCallWhatLooksBeyondTheFence) {
    EXPECT_THAT(texts_of(*database_,
                         "SELECT proname::text FROM pg_proc WHERE prosecdef "
                         "AND pronamespace = 'public'::regnamespace "
                         "AND has_function_privilege('public', oid, 'execute')"),
                IsEmpty());
}

// Tables that are empty here are walked with rows in them by tests/e2e/test_tenants.py.
TEST_F(PostgresAccess, ShowsATenantItsOwnRowsOnly) {
    const auto [mine, others] = database_->write([](Connection& connection) {
        return std::pair{test::insert_tenant(connection, "Rao Estates"),
                         test::insert_tenant(connection, "Other Homes")};
    });
    for (const std::string& table : texts_of(*database_, all_tables)) {
        if (table == "schema_migrations" || table == "settings_version") continue;
        const std::string tenant = table == "users" ? "id" : "user_id";
        const std::string of_others = tenant + " = " + std::to_string(others.id.value);
        const TenantScope scope(mine.id);
        EXPECT_EQ(count_rows(*database_, table, of_others), 0) << table;
        EXPECT_EQ(count_rows(*database_, table, tenant + " <> " + std::to_string(mine.id.value)), 0)
            << table;
    }
    const TenantScope scope(mine.id);
    EXPECT_EQ(count_rows(*database_, "users", "TRUE"), 1);
    EXPECT_EQ(count_rows(*database_, "endpoints", "TRUE"), 1);
}

TEST_F(PostgresAccess, ShowsNothingWithoutAScope) {
    database_->write(
        [](Connection& connection) { test::insert_tenant(connection, "Rao Estates"); });
    const TenantScope nobody{std::span<const TenantId>{}};
    for (const std::string table : {"users", "endpoints", "tariffs"}) {
        EXPECT_EQ(count_rows(*database_, table, "TRUE"), 0) << table;
    }
}

TEST_F(PostgresAccess, WritesNothingForAnotherTenant) {
    const auto [mine, others] = database_->write([](Connection& connection) {
        return std::pair{test::insert_tenant(connection, "Rao Estates"),
                         test::insert_tenant(connection, "Other Homes")};
    });
    const TenantScope scope(mine.id);
    EXPECT_THROW(database_->write([&](Connection& connection) {
        test::store_call(connection, others.id, "call-1", Call{}, test::sample_time());
    }),
                 InfrastructureError);
    TenantFields stolen;
    stolen.name = "Stolen";
    EXPECT_FALSE(database_->write([&](Connection& connection) {
        return update_tenant(connection, others.public_id, stolen, test::sample_time());
    }));
}

}  // namespace
}  // namespace callfold
