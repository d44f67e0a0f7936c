#include "storage/sqlite/connection.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::HasSubstr;

constexpr Statement select_overflow{0, "select_overflow", "SELECT abs(?1)", ""};
constexpr Statement select_json{1, "select_json", "SELECT json_extract(?1, '$.a')", ""};
constexpr Statement insert_number{2, "insert_number", "INSERT INTO numbers VALUES (?1)", ""};
constexpr Statement count_numbers{3, "count_numbers", "SELECT count(*) FROM numbers", ""};
constexpr Statement select_pragma{4, "select_pragma",
                                  "SELECT (SELECT journal_mode FROM pragma_journal_mode), "
                                  "(SELECT foreign_keys FROM pragma_foreign_keys), "
                                  "(SELECT secure_delete FROM pragma_secure_delete), "
                                  "(SELECT synchronous FROM pragma_synchronous)",
                                  ""};
constexpr Statement select_empty_blob{5, "select_empty_blob", "SELECT x'', '', 2", ""};

class SqliteConnectionTest : public testing::Test {
  protected:
    SqliteConnectionTest() : path_((directory_.path() / "connection.db").string()) {
        std::ofstream{path_};
        connection_ = open();
        connection_->run_script("CREATE TABLE numbers (number INTEGER NOT NULL)");
    }

    std::unique_ptr<SqliteConnection> open() {
        return std::make_unique<SqliteConnection>(
            SqliteConnectionOptions{.path = path_, .busy_timeout = milliseconds{1}});
    }

    TemporaryDirectory directory_;
    std::string path_;
    std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(SqliteConnectionTest, IsDurableAndStrict) {
    query(*connection_, select_pragma, [](const Row& row) {
        EXPECT_EQ(row.text(0), "wal");
        EXPECT_TRUE(row.boolean(1));
        EXPECT_TRUE(row.boolean(2));
        EXPECT_EQ(row.integer(3), 2) << "not FULL";
    });
}

TEST_F(SqliteConnectionTest, CallsWhatAFunctionWasGivenAnErrorOfTheData) {
    EXPECT_THROW(execute(*connection_, select_overflow, std::numeric_limits<std::int64_t>::min()),
                 DataError);
    try {
        execute(*connection_, select_json, "{personal");
        FAIL() << "took broken JSON";
    } catch (const DataError& error) {
        EXPECT_THAT(error.what(), HasSubstr("select_json"));
        EXPECT_THAT(error.what(), Not(HasSubstr("personal")));
    }
    EXPECT_THROW(execute(*connection_, insert_number, Null{}), DataError);
}

TEST_F(SqliteConnectionTest, CallsALockedDatabaseAConflict) {
    const auto other = open();
    other->begin_write();
    EXPECT_THROW(connection_->begin_write(), ConflictError);
    EXPECT_THROW(execute(*connection_, insert_number, 1), ConflictError);
    other->commit();
    connection_->begin_write();
    connection_->commit();
}

TEST_F(SqliteConnectionTest, CallsAStaleSnapshotAConflict) {
    connection_->begin_read();
    execute(*connection_, count_numbers);
    execute(*open(), insert_number, 1);
    EXPECT_THROW(execute(*connection_, insert_number, 2), ConflictError);
    connection_->rollback();
    EXPECT_EQ(execute(*connection_, insert_number, 2), 1);
}

TEST_F(SqliteConnectionTest, CallsAFileThatIsNoDatabaseInfrastructure) {
    const std::string foreign = (directory_.path() / "foreign.db").string();
    std::ofstream{foreign} << std::string(10'000, 'x');
    EXPECT_THROW(SqliteConnection({.path = foreign}), InfrastructureError);
    EXPECT_THROW(SqliteConnection({.path = foreign + ".missing"}), InfrastructureError);
}

TEST_F(SqliteConnectionTest, RollsBackNothingWithoutATransaction) {
    connection_->rollback();
    EXPECT_EQ(execute(*connection_, insert_number, 1), 1);
}

TEST_F(SqliteConnectionTest, TellsEmptyFromNull) {
    query(*connection_, select_empty_blob, [](const Row& row) {
        EXPECT_FALSE(row.is_null(0));
        EXPECT_EQ(row.blob(0), "");
        EXPECT_EQ(row.text(1), "");
        EXPECT_THROW(row.boolean(2), std::logic_error);
        EXPECT_THROW(row.uuid(0), std::logic_error);
    });
}

TEST_F(SqliteConnectionTest, RefusesARunWithinItsOwnRows) {
    execute(*connection_, insert_number, 1);
    EXPECT_THROW(query(*connection_, count_numbers,
                       [this](const Row&) { execute(*connection_, count_numbers); }),
                 std::logic_error);
    EXPECT_THROW(
        connection_->run_for_each(insert_number, 2, std::vector<Parameter>(3), [](const Row&) {}),
        std::logic_error);
}

TEST_F(SqliteConnectionTest, KnowsTheSizeOfTheLog) {
    execute(*connection_, insert_number, 1);
    const auto bytes = connection_->log_bytes();
    EXPECT_EQ(bytes + 32, std::filesystem::file_size(path_ + "-wal"));
    EXPECT_EQ(connection_->checkpoint(SqliteConnection::Checkpoint::passive, milliseconds{0}), 0);
    EXPECT_EQ(connection_->log_bytes(), bytes);
    EXPECT_EQ(connection_->checkpoint(SqliteConnection::Checkpoint::truncate, milliseconds{0}), 0);
    EXPECT_EQ(connection_->log_bytes(), 0);
    EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0);
}

}  // namespace
}  // namespace callfold
