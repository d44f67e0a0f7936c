// What the analysis workers do when they cannot know whether a commit was made.
#include "pipeline/testing/tested_analysis.h"

namespace callfold {
namespace {

using test::FaultyDatabase;

const test::Said web_call{.execution_id = "web-1", .number = std::nullopt};

using AnalysisDoubtTest = test::AnalysisTest;

TEST_F(AnalysisDoubtTest, AClaimThatWasCommittedUnknowinglyIsTakenBack) {
    step();  // looks after its leases
    take_call(web_call);
    database_.go_away(FaultyDatabase::Away::after_commit);
    EXPECT_THROW(step(), InfrastructureError);
    database_.come_back();
    ASSERT_EQ(jobs("state = 'running'"), 1);
    ASSERT_EQ(model().asked(), 0U);
    work_off();
    EXPECT_EQ(jobs("state = 'done' AND attempts = 1"), 1);
    EXPECT_EQ(requests("outcome = 'abandoned'"), 1);
    EXPECT_EQ(requests("outcome = 'answered'"), 1);
}

TEST_F(AnalysisDoubtTest, WhatRunsIsNotTakenBack) {
    take_call(web_call);
    step();
    take_call({.execution_id = "web-2", .number = std::nullopt});
    database_.go_away(FaultyDatabase::Away::after_commit);
    EXPECT_THROW(step(), InfrastructureError);
    database_.come_back();
    work_off();
    EXPECT_EQ(model().asked(), 2U);
    EXPECT_EQ(analyses("individual"), 2);
}

TEST_F(AnalysisDoubtTest, AnAnswerThatWasCommittedUnknowinglyStaysAsItWasStored) {
    take_call(web_call);
    step();
    model().answer_well();
    database_.go_away(FaultyDatabase::Away::after_commit);
    EXPECT_THROW(step(), InfrastructureError);
    database_.come_back();
    work_off();
    EXPECT_EQ(requests("was_applied AND raw_answer IS NOT NULL"), 1);
    EXPECT_EQ(analyses("individual"), 1);
    EXPECT_EQ(model().asked(), 1U);
}

TEST_F(AnalysisDoubtTest, AnAnswerThatCameIsStoredBeforeJobsAreGivenBack) {
    take_call(web_call);
    step();
    model().answer_well();
    node_->workers.give_back(now_);
    EXPECT_EQ(requests("outcome = 'answered' AND was_applied"), 1);
    EXPECT_EQ(jobs("state = 'done'"), 1);
}

TEST_F(AnalysisDoubtTest, AClaimInDoubtIsGivenBackAtTheEnd) {
    step();  // looks after its leases
    take_call(web_call);
    database_.go_away(FaultyDatabase::Away::after_commit);
    EXPECT_THROW(step(), InfrastructureError);
    database_.come_back();
    node_->workers.give_back(now_);
    EXPECT_EQ(jobs("state = 'waiting' AND attempts = 0"), 1);
}

}  // namespace
}  // namespace callfold
