// Every statement of src/storage/sql is understood by an engine that has the whole schema.

#include "storage/statements.h"

#include <set>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

TEST(Statements, StandAtTheirIndexUnderNamesOfTheirOwn) {
    std::set<std::string_view> names;
    int index = 0;
    for (const Statement* statement : all_statements()) {
        EXPECT_EQ(statement->index, index++) << statement->name;
        EXPECT_TRUE(names.insert(statement->name).second) << statement->name;
        EXPECT_EQ(statement->postgres.find("?1"), std::string_view::npos) << statement->name;
    }
}

TEST(Statements, CompileOnAMigratedSqliteDatabase) {
    TemporaryDatabase database({}, Engine::sqlite);
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.file().c_str(), &handle), SQLITE_OK);
    for (const Statement* statement : all_statements()) {
        sqlite3_stmt* compiled = nullptr;
        const char* rest = nullptr;
        const std::string text(statement->sqlite);
        EXPECT_EQ(sqlite3_prepare_v2(handle, text.c_str(), -1, &compiled, &rest), SQLITE_OK)
            << statement->name << ": " << sqlite3_errmsg(handle);
        EXPECT_TRUE(rest == nullptr || *rest == '\0') << statement->name;
        sqlite3_finalize(compiled);
    }
    sqlite3_close(handle);
}

// An EXPLAIN of PREPARE is none: the server itself parses each text and finds the types of its
// parameters.
TEST(Statements, ArePreparedByAMigratedPostgresDatabase) {
    TemporaryDatabase database({}, Engine::postgres);
    for (const Statement* statement : all_statements()) {
        const std::string sql =
            "PREPARE tested AS " + std::string(statement->postgres) + "; DEALLOCATE tested";
        try {
            database->write([&sql](Connection& connection) { connection.run_script(sql); });
        } catch (const std::exception& error) {
            ADD_FAILURE() << statement->name << ": " << error.what();
        }
    }
}

}  // namespace
}  // namespace callfold
