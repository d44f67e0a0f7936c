#include "storage/sqlite/backup.h"

#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "storage/migrator.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::HasSubstr;

constexpr Statement insert_words{0, "insert_words", "INSERT INTO texts VALUES (?1)", ""};
constexpr Statement count_texts{1, "count_texts", "SELECT count(*) FROM texts", ""};

std::int64_t texts_in(Database& database) {
    return database.read([](Connection& connection) {
        std::int64_t count = 0;
        connection.run(count_texts, {}, [&](const Row& row) { count = row.integer(0); });
        return count;
    });
}

void add_text(Database& database) {
    database.write([words = std::string(20'000, 'x')](Connection& connection) {
        execute(connection, insert_words, words);
    });
}

class SqliteBackupTest : public testing::Test {
  protected:
    SqliteBackupTest() {
        database_->write([](Connection& connection) {
            connection.run_script("CREATE TABLE texts (words TEXT)");
        });
    }

    Result<SqliteBackup> back_up(OnBackupProgress on_progress = go_on) {
        return backup_sqlite_database(database_.file().string(), target(), on_progress);
    }
    static bool go_on(std::int64_t, std::int64_t) { return true; }
    std::string target() const { return (directory_.path() / "copy.db").string(); }
    bool anything_left() const { return !std::filesystem::is_empty(directory_.path()); }

    TemporaryDatabase database_;
    TemporaryDirectory directory_;
};

TEST_F(SqliteBackupTest, HoldsWhatWasCommittedAndIsOneFileForItsOwner) {
    for (int i = 0; i < 3; ++i)
        add_text(*database_);
    const auto made = back_up();
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->bytes, static_cast<std::int64_t>(std::filesystem::file_size(target())));
    EXPECT_GT(made->pages, 15);
    struct stat status {};
    ASSERT_EQ(::stat(target().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_.path()), {}), 1);
    const auto copy = open_or_throw({"sqlite:" + target()});
    EXPECT_EQ(texts_in(*copy), 3);
    EXPECT_EQ(migration_status(*copy)->size(), migration_status(*database_)->size());
}

TEST_F(SqliteBackupTest, IsOneMomentOfADatabaseThatIsWrittenTo) {
    constexpr int pages_of_several_steps = 1'000;
    for (int i = 0; i < pages_of_several_steps; ++i)
        add_text(*database_);
    int steps = 0;
    const auto made = back_up([&](std::int64_t, std::int64_t) {
        // Committed between two steps of the copy.
        add_text(*database_);
        ++steps;
        return true;
    });
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_GT(steps, 3);
    EXPECT_EQ(texts_in(*open_or_throw({"sqlite:" + target()})), pages_of_several_steps);
    EXPECT_EQ(texts_in(*database_), pages_of_several_steps + steps);
}

TEST_F(SqliteBackupTest, TellsHowFarItIs) {
    for (int i = 0; i < 500; ++i)
        add_text(*database_);
    std::int64_t before = 0;
    std::int64_t all_pages = 0;
    const auto made = back_up([&](std::int64_t done, std::int64_t all) {
        EXPECT_GE(done, before);
        before = done;
        all_pages = all;
        return true;
    });
    EXPECT_EQ(before, all_pages);
    EXPECT_EQ(made->pages, all_pages);
}

TEST_F(SqliteBackupTest, ReplacesNothing) {
    std::ofstream(target()) << "mine";
    const auto refused = back_up();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr("replaces nothing"));
    EXPECT_EQ(std::filesystem::file_size(target()), 4U);
    std::filesystem::remove(target());

    std::ofstream(target() + ".part") << "mine";
    EXPECT_THAT(back_up().error().message, HasSubstr("another backup is under way"));
    std::filesystem::remove(target() + ".part");

    // A file of that name that comes while the copy is made.
    const auto overtaken = back_up([&](std::int64_t, std::int64_t) {
        std::ofstream(target()) << "mine";
        return true;
    });
    EXPECT_EQ(overtaken.error().code, ErrorCode::conflict);
    EXPECT_EQ(std::filesystem::file_size(target()), 4U);
    EXPECT_FALSE(std::filesystem::exists(target() + ".part"));
}

TEST_F(SqliteBackupTest, LeavesNothingWhenItIsStoppedOrCannotGoOn) {
    for (int i = 0; i < 500; ++i)
        add_text(*database_);
    EXPECT_EQ(back_up([](std::int64_t, std::int64_t) { return false; }).error().code,
              ErrorCode::failed);
    EXPECT_FALSE(anything_left());

    EXPECT_EQ(backup_sqlite_database(target() + ".no", target(), go_on).error().code,
              ErrorCode::not_found);
    EXPECT_FALSE(anything_left());

    const std::string nowhere = (directory_.path() / "no" / "copy.db").string();
    EXPECT_THAT(backup_sqlite_database(database_.file().string(), nowhere, go_on).error().message,
                HasSubstr("No such file or directory"));
}

TEST_F(SqliteBackupTest, NoticesADatabaseThatIsDamaged) {
    for (int i = 0; i < 20; ++i)
        add_text(*database_);
    database_.close();
    {
        std::fstream file(database_.file(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-4096 * 10, std::ios::end);
        file << std::string(4096, '\xff');
    }
    EXPECT_THROW(static_cast<void>(back_up()), InfrastructureError);
    EXPECT_FALSE(anything_left());
}

}  // namespace
}  // namespace callfold
