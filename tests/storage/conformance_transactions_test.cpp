// Transactions keep all or nothing, errors mean the same, and readers and writers do not disturb
// each other, on every engine.

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "tests/storage/conformance.h"

namespace callfold {
namespace {

using testing::HasSubstr;
using testing::Not;

std::int64_t count(Connection& connection) {
    std::int64_t samples = -1;
    query(connection, sample_sql::count_samples(),
          [&samples](const Row& row) { samples = row.integer(0); });
    return samples;
}

void insert_words(Connection& connection, int id, const char* words) {
    execute(connection, sample_sql::insert_sample(), id, 1, true, words, Null{}, Null{}, Null{},
            Null{});
}

// Reads a number and writes the next one `times` times, each in a transaction.
void count_up(Database& database, int times) {
    for (int i = 0; i < times; ++i) {
        database.write([](Connection& connection) {
            std::int64_t number = 0;
            query(
                connection, sample_sql::lock_number(),
                [&number](const Row& row) { number = row.integer(0); }, 1);
            execute(connection, sample_sql::set_number(), 1, number + 1);
        });
    }
}

TEST_P(StorageConformance, GivesTheAnswerOfTheWork) {
    EXPECT_EQ(database().write([](Connection&) { return std::string("written"); }), "written");
    EXPECT_EQ(database().read([](Connection&) { return 7; }), 7);
}

TEST_P(StorageConformance, RollsBackWhenTheWorkThrows) {
    EXPECT_THROW(database().write([](Connection& connection) {
        execute(connection, sample_sql::add_number(), 1, 1);
        throw std::runtime_error("changed its mind");
    }),
                 std::runtime_error);
    EXPECT_EQ(count_samples(), 0);
}

TEST_P(StorageConformance, StaysUsableWhenALookAtARowThrows) {
    add_sample(1, 10);
    for (int i = 0; i < 2; ++i) {
        EXPECT_THROW(database().read([](Connection& connection) {
            query(
                connection, sample_sql::select_sample(),
                [](const Row&) { throw std::runtime_error("cannot look"); }, 1);
        }),
                     std::runtime_error);
    }
    EXPECT_EQ(number_of(1), 10);
}

TEST_P(StorageConformance, RefusesDataThatBreaksAConstraint) {
    database().write([](Connection& connection) { insert_words(connection, 1, "taken"); });
    const auto expect_refused = [this](auto work) {
        EXPECT_THROW(database().write([&work](Connection& connection) {
            insert_words(connection, 2, "before");
            work(connection);
        }),
                     DataError);
        EXPECT_EQ(count_samples(), 1);
    };
    expect_refused([](Connection& connection) { insert_words(connection, 3, "taken"); });
    expect_refused([](Connection& connection) { insert_words(connection, 1, "same id"); });
    expect_refused(
        [](Connection& connection) { execute(connection, sample_sql::add_number(), 3, -13); });
    add_sample(3, 1);
    EXPECT_EQ(count_samples(), 2);
}

TEST_P(StorageConformance, NamesTheStatementButNoValueInAnError) {
    database().write([](Connection& connection) { insert_words(connection, 1, "personal"); });
    try {
        database().write([](Connection& connection) { insert_words(connection, 2, "personal"); });
        FAIL() << "was not refused";
    } catch (const DataError& error) {
        EXPECT_THAT(error.what(), HasSubstr("insert_sample"));
        EXPECT_THAT(error.what(), Not(HasSubstr("personal")));
    }
}

TEST_P(StorageConformance, CallsAMissingTableNoErrorOfTheData) {
    try {
        database().write(
            [](Connection& connection) { execute(connection, sample_sql::select_from_nowhere()); });
        FAIL() << "was not refused";
    } catch (const ConflictError&) {
        FAIL() << "repeating it does not help";
    } catch (const InfrastructureError& error) {
        EXPECT_THAT(error.what(), HasSubstr("select_from_nowhere"));
    }
    add_sample(1, 1);
}

TEST_P(StorageConformance, RefusesAStatementWithoutText) {
    EXPECT_THROW(database().write([](Connection& connection) {
        execute(connection, sample_sql::say_nothing());
    }),
                 std::logic_error);
}

TEST_P(StorageConformance, RefusesToWriteWhereItOnlyReads) {
    EXPECT_THROW(database().read([](Connection& connection) {
        execute(connection, sample_sql::add_number(), 1, 1);
    }),
                 InfrastructureError);
    EXPECT_EQ(count_samples(), 0);
}

TEST_P(StorageConformance, RepeatsATransactionThatLost) {
    int attempts = 0;
    database().write([&attempts](Connection& connection) {
        execute(connection, sample_sql::add_number(), 1, 1);
        if (++attempts < 3) throw ConflictError("lost");
    });
    EXPECT_EQ(attempts, 3);
    EXPECT_EQ(number_of(1), 1);
}

TEST_P(StorageConformance, GivesUpOnATransactionThatAlwaysLoses) {
    int attempts = 0;
    EXPECT_THROW(database().write([&attempts](Connection& connection) {
        execute(connection, sample_sql::add_number(), 1, 1);
        ++attempts;
        throw ConflictError("lost");
    }),
                 ConflictError);
    EXPECT_GT(attempts, 1);
    EXPECT_EQ(count_samples(), 0);
}

TEST_P(StorageConformance, ReadsOneSnapshotWithoutHinderingTheWriter) {
    add_sample(1, 10);
    database().read([this](Connection& reader) {
        EXPECT_EQ(count(reader), 1);
        add_sample(2, 20);
        EXPECT_EQ(count_samples(), 2);
        EXPECT_EQ(count(reader), 1);
    });
    EXPECT_EQ(count_samples(), 2);
}

TEST_P(StorageConformance, SeesItsOwnChangesBeforeOthersDo) {
    database().write([this](Connection& writer) {
        execute(writer, sample_sql::add_number(), 1, 1);
        EXPECT_EQ(count(writer), 1);
        EXPECT_EQ(count_samples(), 0);
    });
    EXPECT_EQ(count_samples(), 1);
}

TEST_P(StorageConformance, LosesNothingBetweenTwoWriters) {
    add_sample(1, 0);
    constexpr int times = 40;
    const auto other = open_another();
    std::thread beside([&other] { count_up(*other, times); });
    std::thread same([this] { count_up(database(), times); });
    count_up(database(), times);
    same.join();
    beside.join();
    EXPECT_EQ(number_of(1), 3 * times);
}

TEST_P(StorageConformance, ReadsWhileOthersWrite) {
    add_sample(1, 0);
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        while (!stop) {
            count_up(database(), 1);
        }
    });
    for (std::int64_t last = 0; last < 20;) {
        const std::int64_t now = number_of(1);
        EXPECT_GE(now, last);
        last = now;
    }
    stop = true;
    writer.join();
}

TEST_P(StorageConformance, KeepsWhatWasCommittedWhenItIsOpenedAgain) {
    add_sample(1, 10);
    const auto again = open_another();
    EXPECT_EQ(again->read(count), 1);
}

TEST_P(StorageConformance, TidiesItsLogAtAnyTime) {
    add_sample(1, 10);
    database().checkpoint();
    database().bound_log();
    database().truncate_log();
    add_sample(2, 20);
    EXPECT_EQ(count_samples(), 2);
}

}  // namespace
}  // namespace callfold
