#include "storage/sqlite/database.h"

#include <atomic>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Statement insert_words{0, "insert_words", "INSERT INTO texts VALUES (?1)", ""};
constexpr Statement count_texts{1, "count_texts", "SELECT count(*) FROM texts", ""};
constexpr Statement delete_texts{2, "delete_texts", "DELETE FROM texts", ""};
constexpr Statement count_for_ever{
    3, "count_for_ever",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", ""};

void ignore(Connection&) {}

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class SqliteDatabaseTest : public testing::Test {
  protected:
    std::filesystem::path file() const { return directory_.path() / "inner" / "data.db"; }
    std::filesystem::path log() const { return file().string() + "-wal"; }
    std::int64_t log_size() const {
        return static_cast<std::int64_t>(std::filesystem::file_size(log()));
    }

    std::unique_ptr<Database> open(const DatabaseOptions& options = {},
                                   const SqliteLogLimits& limits = {}) {
        auto database = open_sqlite_database(file().string(), options, limits).value();
        database->write([](Connection& connection) {
            connection.run_script("CREATE TABLE IF NOT EXISTS texts (words TEXT)");
        });
        return database;
    }

    // Commits about `kib` KiB in one transaction.
    static void write_kib(Database& database, int kib) {
        const std::string words(1'024, 'x');
        database.write([&](Connection& connection) {
            for (int i = 0; i < kib; ++i) {
                execute(connection, insert_words, words);
            }
        });
    }

    TemporaryDirectory directory_;
};

constexpr SqliteLogLimits small_limits{.emptied_above_bytes = 32 << 10,
                                       .rest_bytes = 16 << 10,
                                       .bounded_above_bytes = 64 << 10,
                                       .held_above_bytes = 64 << 20,
                                       .grown_between_tries_bytes = 64 << 10,
                                       .wait_per_try = milliseconds{0}};

TEST_F(SqliteDatabaseTest, MakesItsFilesForTheirOwnerOnly) {
    using std::filesystem::perms;
    const auto database = open();
    const auto mode = [](const std::filesystem::path& path) {
        return std::filesystem::status(path).permissions();
    };
    EXPECT_EQ(mode(file()), perms::owner_read | perms::owner_write);
    EXPECT_EQ(mode(log()), perms::owner_read | perms::owner_write);
    EXPECT_EQ(mode(file().parent_path()), perms::owner_all);
}

TEST_F(SqliteDatabaseTest, BoundsTheLogBetweenBatches) {
    const auto database = open({}, small_limits);
    for (int batch = 0; batch < 50; ++batch) {
        write_kib(*database, 16);
        database->bound_log();
    }
    EXPECT_LT(log_size(), 128 << 10);
}

TEST_F(SqliteDatabaseTest, LetsTheLogGrowWhileSomebodyReads) {
    const auto database = open({}, small_limits);
    database->read([&](Connection& reader) {
        execute(reader, count_texts);
        for (int batch = 0; batch < 50; ++batch) {
            write_kib(*database, 16);
            database->bound_log();
        }
        EXPECT_GT(log_size(), 512 << 10);
    });
    const std::int64_t grown = log_size();
    for (int batch = 0; batch < 50; ++batch) {
        write_kib(*database, 16);
        database->bound_log();
    }
    EXPECT_LE(log_size(), 2 * grown);
}

TEST_F(SqliteDatabaseTest, HoldsReadersUpButNotTheWriterWhenTheLogIsFarTooLong) {
    SqliteLogLimits limits = small_limits;
    limits.held_above_bytes = limits.bounded_above_bytes;
    const auto database = open({}, limits);
    std::promise<void> is_reading;
    std::promise<void> may_end;
    std::thread reader([&] {
        database->read([&](Connection& connection) {
            execute(connection, count_texts);
            is_reading.set_value();
            may_end.get_future().wait();
        });
    });
    is_reading.get_future().wait();
    write_kib(*database, 128);
    std::thread log_thread([&database] { database->checkpoint(); });
    write_kib(*database, 1);
    may_end.set_value();
    reader.join();
    log_thread.join();
    const std::int64_t before = log_size();
    write_kib(*database, 64);
    EXPECT_EQ(log_size(), before) << "the log did not start anew";
}

TEST_F(SqliteDatabaseTest, NobodyWaitsForAnotherProcessThatReads) {
    SqliteLogLimits limits = small_limits;
    limits.held_above_bytes = limits.bounded_above_bytes;
    // Who waited until no reading of the server can be under way would wait for an hour.
    const auto database = open({.read_limit = std::chrono::hours{1}}, limits);
    const auto backup = open();
    backup->read([&](Connection& connection) {
        execute(connection, count_texts);
        write_kib(*database, 128);
        database->checkpoint();
        database->bound_log();
        EXPECT_THROW(database->truncate_log(), ConflictError);
    });
    database->truncate_log();
    EXPECT_EQ(log_size(), 0);
}

TEST_F(SqliteDatabaseTest, CopiesTheLogBesideTheWriter) {
    const auto database = open();
    write_kib(*database, 256);
    EXPECT_LT(std::filesystem::file_size(file()), 256 << 10);
    database->checkpoint();
    EXPECT_GE(std::filesystem::file_size(file()), 256 << 10);
}

TEST_F(SqliteDatabaseTest, LetsALongLogStartAnewBesideAWriterThatGoesOn) {
    SqliteLogLimits limits = small_limits;
    limits.bounded_above_bytes = 1 << 30;  // the writer does nothing about it
    const auto database = open({}, limits);
    std::atomic<bool> stopping = false;
    std::thread log_thread([&] {
        while (!stopping)
            database->checkpoint();
    });
    std::int64_t before = 0;
    do {
        before = log_size();
        write_kib(*database, 16);
    } while (log_size() > before);
    stopping = true;
    log_thread.join();
}

TEST_F(SqliteDatabaseTest, ACheckpointBesideAReaderNeitherWaitsNorLosesWhatHeReads) {
    const auto database = open({}, small_limits);
    const auto count = [](Connection& connection) {
        std::int64_t texts = 0;
        query(connection, count_texts, [&texts](const Row& row) { texts = row.integer(0); });
        return texts;
    };
    write_kib(*database, 16);
    database->read([&](Connection& reader) {
        EXPECT_EQ(count(reader), 16);
        write_kib(*database, 128);
        database->checkpoint();
        EXPECT_EQ(count(reader), 16);
    });
    database->checkpoint();
    const std::int64_t before = log_size();
    write_kib(*database, 16);
    EXPECT_EQ(log_size(), before) << "the log did not start anew";
    EXPECT_EQ(database->read(count), 160);
}

TEST_F(SqliteDatabaseTest, OnlyLazyTransactionsDoNotWaitForTheDisk) {
    constexpr Statement read_synchronous{4, "read_synchronous", "PRAGMA synchronous", ""};
    const auto database = open();
    const auto synchronous = [&](Connection& connection) {
        std::int64_t level = -1;
        query(connection, read_synchronous, [&level](const Row& row) { level = row.integer(0); });
        return level;
    };
    constexpr std::int64_t full = 2;
    constexpr std::int64_t normal = 1;
    EXPECT_EQ(database->write(synchronous), full);
    EXPECT_EQ(database->write_lazily(synchronous), normal);
    EXPECT_EQ(database->write(synchronous), full);
    EXPECT_THROW(database->write_lazily([](Connection&) { throw std::runtime_error("no"); }),
                 std::runtime_error);
    EXPECT_EQ(database->write(synchronous), full);
}

TEST_F(SqliteDatabaseTest, TellsWhetherSomebodyWaitsToWrite) {
    const auto database = open();
    EXPECT_FALSE(database->others_wait_to_write());
    std::thread other;
    database->write([&](Connection&) {
        EXPECT_FALSE(database->others_wait_to_write());
        other = std::thread([&] { database->write(ignore); });
        while (!database->others_wait_to_write())
            std::this_thread::yield();
    });
    other.join();
    EXPECT_FALSE(database->others_wait_to_write());
}

TEST_F(SqliteDatabaseTest, LeavesNothingOfWhatWasDeleted) {
    const auto database = open();
    const std::string secret = "Maria Example, +15550100";
    database->write(
        [&secret](Connection& connection) { execute(connection, insert_words, secret); });
    database->checkpoint();
    EXPECT_THAT(content(file()) + content(log()), HasSubstr(secret));
    database->write([](Connection& connection) { execute(connection, delete_texts); });
    database->truncate_log();
    EXPECT_EQ(log_size(), 0);
    EXPECT_THAT(content(file()), Not(HasSubstr(secret)));
}

TEST_F(SqliteDatabaseTest, TruncatesTheLogWhenReadersAreDone) {
    const auto database = open();
    write_kib(*database, 16);
    std::thread reader([&database] {
        for (int i = 0; i < 100; ++i) {
            database->read([](Connection& connection) { execute(connection, count_texts); });
        }
    });
    database->truncate_log();
    EXPECT_EQ(log_size(), 0);
    reader.join();
}

TEST_F(SqliteDatabaseTest, CutsAReadingThatTakesTooLong) {
    const auto database = open({.read_limit = milliseconds{50}});
    try {
        database->read([](Connection& connection) { execute(connection, count_for_ever); });
        FAIL() << "counted to the end";
    } catch (const InfrastructureError& error) {
        EXPECT_THAT(error.what(), HasSubstr("count_for_ever"));
        EXPECT_THAT(error.what(), HasSubstr("cut after 50 ms"));
    }
}

TEST_F(SqliteDatabaseTest, CutsAReadingAtItsNextStatement) {
    const auto database = open({.read_limit = milliseconds{0}});
    EXPECT_THROW(database->read([](Connection& connection) { execute(connection, count_texts); }),
                 InfrastructureError);
    database->read(ignore);
}

TEST_F(SqliteDatabaseTest, GivesUpWhenAllReadersAreBusy) {
    const auto database =
        open({.readers = 1, .busy_timeout = milliseconds{1}, .read_limit = milliseconds{0}});
    database->read(
        [&database](Connection&) { EXPECT_THROW(database->read(ignore), InfrastructureError); });
    database->read(ignore);
}

TEST_F(SqliteDatabaseTest, GivesUpWhenAnotherProcessKeepsWriting) {
    const auto database = open({.busy_timeout = milliseconds{1}});
    const auto other = open();
    other->write(
        [&database](Connection&) { EXPECT_THROW(database->write(ignore), ConflictError); });
    database->write(ignore);
}

TEST(OpenDatabase, SaysWhatIsWrong) {
    const TemporaryDirectory directory;
    const auto error_of = [](const std::string& url) {
        const auto opened = open_database({.url = url});
        return opened ? Error{} : opened.error();
    };
    EXPECT_EQ(error_of("mysql://host/name").code, ErrorCode::invalid_argument);
    EXPECT_THAT(error_of("mysql://host/name").message, HasSubstr("sqlite:PATH"));
    EXPECT_EQ(error_of("sqlite:").code, ErrorCode::invalid_argument);
    EXPECT_EQ(error_of("sqlite::memory:").code, ErrorCode::invalid_argument);
    const Error directory_error = error_of("sqlite:" + directory.path().string());
    EXPECT_EQ(directory_error.code, ErrorCode::unavailable);
    EXPECT_THAT(directory_error.message, HasSubstr(directory.path().string()));
    const std::string foreign = directory.path() / "notes.txt";
    std::ofstream{foreign} << std::string(10'000, 'x');
    EXPECT_THAT(error_of("sqlite:" + foreign).message, HasSubstr("not a database"));
    EXPECT_EQ(error_of("sqlite:" + foreign + "/x.db").code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace callfold
