// What nodes on one PostgreSQL tell each other.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/node_signals.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds at_once{0};
constexpr milliseconds longest{10'000};

class PostgresSignalsTest : public testing::Test {
  protected:
    PostgresSignalsTest() : database_({}, Engine::postgres) {
        // From then on they listen.
        here_->exchange(at_once);
        there_->exchange(at_once);
    }

    TemporaryDatabase database_;
    std::unique_ptr<NodeSignals> here_ = open_node_signals({.url = database_.url()});
    std::unique_ptr<NodeSignals> there_ = open_node_signals({.url = database_.url()});
};

TEST_F(PostgresSignalsTest, EachSignalArrivesAsItself) {
    here_->tell(NodeSignal::jobs);
    here_->exchange(at_once);
    EXPECT_THAT(there_->exchange(longest), ElementsAre(NodeSignal::jobs));
    here_->tell(NodeSignal::model);
    here_->exchange(at_once);
    EXPECT_THAT(there_->exchange(longest), ElementsAre(NodeSignal::model));
    EXPECT_THAT(there_->exchange(at_once), IsEmpty());
}

TEST_F(PostgresSignalsTest, WhatIsToldTwiceArrivesOnceAndNotHere) {
    here_->tell(NodeSignal::model);
    here_->tell(NodeSignal::model);
    EXPECT_THAT(here_->exchange(at_once), IsEmpty());
    EXPECT_THAT(there_->exchange(longest), ElementsAre(NodeSignal::model));
    EXPECT_THAT(there_->exchange(at_once), IsEmpty());
    EXPECT_THAT(here_->exchange(at_once), IsEmpty());
}

}  // namespace
}  // namespace callfold
