#include "pipeline/purge.h"

#include <fmt/format.h>

#include "pipeline/erase.h"
#include "pipeline/testing/tested_analysis.h"
#include "pipeline/word_indexer.h"
#include "storage/contacts.h"
#include "storage/purge.h"
#include "storage/sqlite/database.h"

namespace callfold {
namespace {

using test::AnalysisTest;
using test::Said;

constexpr auto other_number = "+919811112222";

class PurgeTest : public AnalysisTest {
  protected:
    void SetUp() override {
        if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "the files are the server's";
        AnalysisTest::SetUp();
    }
    // A call whose words are a segment of the index of their own.
    void take_indexed_call(const std::string& number, const std::string& words) {
        Said said{fmt::format("call-{}", taken_++)};
        said.number = number;
        said.customer = "I would like to buy a velocipede. " + words;
        take_call(said);
        while (indexer_.step() != WordIndexer::Progress::caught_up) {
        }
    }
    void take_calls_of_two_people() {
        for (int i = 0; i < 6; ++i) {
            take_indexed_call(test::caller_number, fmt::format("zebra{}", i));
            take_indexed_call(other_number, fmt::format("tiger{}", i));
        }
    }
    ErasureResult erase() {
        return erase_person(database_, tenant_.id, PhoneNumber::from_e164(test::caller_number),
                            now_)
            .value();
    }
    bool is_due() { return stored_->read(is_purge_due); }

    int taken_ = 0;
    WordIndexer indexer_{database_};
};

TEST_F(PurgeTest, AnErasePurges) {
    take_calls_of_two_people();
    ASSERT_TRUE(files_hold("zebra3"));
    EXPECT_TRUE(erase().purged);
    EXPECT_FALSE(is_due());
    EXPECT_FALSE(files_hold("zebra"));
    EXPECT_TRUE(files_hold("tiger"));
    EXPECT_EQ(calls_found("velocipede"), 6U);
}

// Three characters are what the index holds together.
TEST_F(PurgeTest, AContactLeavesItsIndex) {
    const auto keep = [this](const std::string& number, const char* name) {
        stored_->write([&](Connection& connection) {
            keep_contact(connection, tenant_.id, PhoneNumber::from_e164(number),
                         {{name, false}, {}, {}, {}}, std::nullopt, now_);
        });
    };
    take_calls_of_two_people();
    keep(test::caller_number, "z𐤀𐤁");
    keep(other_number, "y𐤀𐤁");
    ASSERT_TRUE(files_hold("z𐤀𐤁"));
    EXPECT_TRUE(erase().purged);
    EXPECT_FALSE(files_hold("z𐤀𐤁"));
    EXPECT_TRUE(files_hold("y𐤀𐤁"));
}

TEST_F(PurgeTest, WhatABackupReadsLeavesTheFilesAfterIt) {
    take_calls_of_two_people();
    const auto backup = open_sqlite_database(stored_.file().string(), {}).value();
    backup->read([&](Connection& connection) {
        is_purge_due(connection);  // the snapshot begins
        EXPECT_FALSE(erase().purged);
        EXPECT_THROW(purge_step(database_), InfrastructureError);
    });
    EXPECT_TRUE(is_due());
    while (purge_step(database_) == PurgeProgress::more) {
    }
    EXPECT_FALSE(is_due());
    EXPECT_FALSE(files_hold("zebra"));
}

TEST_F(PurgeTest, AnEraseMeanwhileIsPurgedAsWell) {
    take_calls_of_two_people();
    stored_->write([&](Connection& connection) {
        request_purge(connection, PurgeScope::words_and_log, now_);
    });
    const auto first =
        stored_->write([](Connection& connection) { return purge_words(connection, 1); });
    ASSERT_TRUE(first);
    stored_->write([&](Connection& connection) {
        request_purge(connection, PurgeScope::words_and_log, now_);
        end_purge(connection, first->purge);
    });
    EXPECT_TRUE(is_due());
}

TEST_F(PurgeTest, TheIndexIsLeftAloneWhenNoWordsWereDeleted) {
    take_calls_of_two_people();
    stored_->write(
        [&](Connection& connection) { request_purge(connection, PurgeScope::log, now_); });
    const auto purged =
        stored_->write([](Connection& connection) { return purge_words(connection, 1); });
    ASSERT_TRUE(purged);
    EXPECT_TRUE(purged->are_gone);
    EXPECT_TRUE(purge_now(database_));
    EXPECT_FALSE(is_due());
}

TEST_F(PurgeTest, WordsLeaveTheIndexInSmallParts) {
    for (int i = 0; i < 12; ++i) {
        std::string words;
        for (int word = 0; word < 500; ++word)
            words += fmt::format("tiger{} ", 500 * i + word);
        take_indexed_call(other_number, words);
    }
    stored_->write([&](Connection& connection) {
        request_purge(connection, PurgeScope::words_and_log, now_);
    });
    int parts = 0;
    bool are_gone = false;
    while (!are_gone) {
        are_gone = stored_->write(
            [](Connection& connection) { return purge_words(connection, 1).value().are_gone; });
        ++parts;
        ASSERT_LT(parts, 1'000);
        EXPECT_EQ(calls_found("velocipede"), 12U) << "a search in between";
    }
    EXPECT_GT(parts, 4);
    take_indexed_call(other_number, "late");
    EXPECT_EQ(calls_found("velocipede"), 13U);
}

}  // namespace
}  // namespace callfold
