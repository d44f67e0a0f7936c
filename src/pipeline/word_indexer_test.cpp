#include "pipeline/word_indexer.h"

#include "pipeline/testing/tested_pipeline.h"

namespace callfold {
namespace {

using test::PipelineTest;
using Progress = WordIndexer::Progress;

class WordIndexerTest : public PipelineTest {
  protected:
    WordIndexer indexer_{database_};
};

TEST_F(WordIndexerTest, MakesWordsFoundThatWereNot) {
    take_calls_about_a_velocipede(3);
    EXPECT_EQ(calls_found("velocipede"), 0U);
    EXPECT_EQ(indexer_.step(), Progress::caught_up);
    EXPECT_EQ(calls_found("velocipede"), 3U);
    const int writes = database_.writes();
    EXPECT_EQ(indexer_.step(), Progress::caught_up);
    EXPECT_EQ(database_.writes(), writes);
}

TEST_F(WordIndexerTest, TakesABoundedNumberAStep) {
    take_calls_about_a_velocipede(60);
    EXPECT_EQ(indexer_.step(), Progress::more);
    EXPECT_EQ(calls_found("velocipede"), 25U);
    EXPECT_EQ(indexer_.step(), Progress::more);
    EXPECT_EQ(indexer_.step(), Progress::caught_up);
    EXPECT_EQ(calls_found("velocipede"), 60U);
}

TEST_F(WordIndexerTest, KeepsTheIndexInFewPieces) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "PostgreSQL keeps its index by itself";
    const auto pieces = [this] {
        return number("SELECT count(DISTINCT segid) FROM transcript_words_idx");
    };
    for (int step = 0; step < 100; ++step) {
        take_calls_about_a_velocipede(4);
        indexer_.step();
    }
    EXPECT_EQ(calls_found("velocipede"), 200U);  // the longest page
    EXPECT_LT(pieces(), 50);
}

TEST_F(WordIndexerTest, MakesWayForOthersAndStillGoesOn) {
    if (tested_engine() != Engine::sqlite) GTEST_SKIP() << "nobody waits for PostgreSQL's writer";
    take_calls_about_a_velocipede(10);
    database_.contend(true);
    EXPECT_EQ(indexer_.step(), Progress::made_way);
    EXPECT_EQ(calls_found("velocipede"), 4U);
    EXPECT_EQ(indexer_.step(), Progress::made_way);
    EXPECT_EQ(calls_found("velocipede"), 8U);
    EXPECT_EQ(indexer_.step(), Progress::caught_up);
    EXPECT_EQ(calls_found("velocipede"), 10U);
}

}  // namespace
}  // namespace callfold
