#include "pipeline/analysis_workers.h"

#include <gmock/gmock.h>

#include "pipeline/post_manual_transfer.h"
#include "pipeline/testing/tested_analysis.h"

namespace callfold {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::AnalysisTest;
using test::api_error;
using test::FaultyDatabase;
using test::TestedNode;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A call without a number has an individual analysis only, and no lead.
const test::Said web_call{.execution_id = "web-1", .number = std::nullopt};

test::Said web_call_named(const std::string& execution_id) {
    test::Said said = web_call;
    said.execution_id = execution_id;
    return said;
}

class AnalysisWorkersTest : public AnalysisTest {
  protected:
    seconds due_in() {
        return std::chrono::duration_cast<seconds>(moment("SELECT not_before FROM jobs") - now_);
    }
    std::vector<std::string> held() {
        return texts("SELECT held_because FROM jobs WHERE state = 'waiting' ORDER BY id");
    }
    std::vector<std::string> notices(const std::string& kind) {
        return texts("SELECT message FROM notifications WHERE kind = '" + kind + "'");
    }
};

TEST_F(AnalysisWorkersTest, BothAnalysesRunSideBySide) {
    take_call({});
    EXPECT_EQ(step(), 2U);
    EXPECT_EQ(model().open().size(), 2U);
    EXPECT_EQ(requests("outcome = 'sent'"), 2);
    model().answer_all_well();
    EXPECT_EQ(step(), 2U);
    EXPECT_EQ(analyses("individual"), 1);
    EXPECT_EQ(analyses("complete"), 1);
    EXPECT_EQ(jobs("state = 'done'"), 2);
    EXPECT_EQ(requests("outcome = 'answered' AND was_applied AND http_status = 200"), 2);
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "done");
    EXPECT_EQ(text("SELECT name FROM contacts"), "Asha Rao");
    EXPECT_EQ(step(), 0U);
}

TEST_F(AnalysisWorkersTest, ARequestThatACrashCutsOffIsAskedAgainOnce) {
    take_call({});
    step();
    restart();
    EXPECT_EQ(requests("outcome = 'abandoned'"), 2);
    EXPECT_EQ(step(), 2U);
    work_off();
    EXPECT_EQ(requests("TRUE"), 4);
    EXPECT_EQ(requests("outcome = 'abandoned'"), 2);
    EXPECT_EQ(jobs("state = 'done'"), 2);
    restart();
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(model().asked(), 0U);
}

TEST_F(AnalysisWorkersTest, AnAnswerThatWasStoredIsNeverPaidAgain) {
    take_call({});
    step();
    model().answer_well();
    EXPECT_EQ(step(), 1U);
    restart();
    step();
    EXPECT_EQ(model().asked(), 1U);  // the one that had no answer
    work_off();
    EXPECT_EQ(requests("TRUE"), 3);
    EXPECT_EQ(requests("outcome = 'answered'"), 2);
}

TEST_F(AnalysisWorkersTest, AnAnswerWaitsForADatabaseThatIsAway) {
    take_call(web_call);
    step();
    model().answer_well();
    for (const auto away : {FaultyDatabase::Away::at_begin, FaultyDatabase::Away::at_commit}) {
        database_.go_away(away);
        EXPECT_THROW(step(), InfrastructureError);
        EXPECT_EQ(analyses("individual"), 0);
    }
    database_.come_back();
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(analyses("individual"), 1);
    EXPECT_EQ(model().asked(), 1U);
    EXPECT_EQ(node_->workers.in_flight(), 0U);
}

TEST_F(AnalysisWorkersTest, ALostLeaseLeavesTheJobToTheOtherNode) {
    WorkerOptions options;
    options.only_node = false;
    options.lease = minutes{2};
    options.owner = "node-1";
    TestedNode first(database_, settings_, metrics_, options);
    options.owner = "node-2";
    TestedNode second(database_, settings_, metrics_, options);
    take_call(web_call);
    EXPECT_EQ(first.workers.step(now_), 1U);

    now_ += minutes{1};
    first.workers.step(now_);  // keeps its lease
    now_ += minutes{2};
    EXPECT_EQ(second.workers.step(now_), 0U);
    now_ += milliseconds{1};  // the first node hangs
    second.workers.recover(now_);
    EXPECT_EQ(second.workers.step(now_ + seconds{1}), 1U);
    EXPECT_EQ(requests("outcome = 'abandoned'"), 1);

    first.model.answer_well(11);
    EXPECT_EQ(first.workers.step(now_), 1U);
    EXPECT_EQ(analyses("individual"), 0);
    EXPECT_EQ(jobs("state = 'running' AND lease_owner = 'node-2'"), 1);
    second.model.answer_well(22);
    EXPECT_EQ(second.workers.step(now_), 1U);
    EXPECT_EQ(number("SELECT total_score FROM lead_analytics"), 22);
    EXPECT_EQ(requests("outcome = 'answered' AND was_applied"), 1);
    EXPECT_EQ(requests("outcome = 'answered' AND NOT was_applied"), 1);
    EXPECT_EQ(jobs("state = 'done'"), 1);
}

TEST_F(AnalysisWorkersTest, OneCompleteAnalysisOfALeadAtATime) {
    take_call({.execution_id = "call-1"});
    step();
    for (const char* later : {"call-2", "call-3", "call-4"}) {
        now_ += minutes{1};
        take_call({.execution_id = later});
        step();
    }
    // The lead's request of the first call is still open: the later calls only marked it.
    EXPECT_EQ(requests("analysis_type = 'complete'"), 1);
    EXPECT_EQ(requests("analysis_type = 'individual'"), 4);
    EXPECT_EQ(jobs("kind = 'analyze-lead' AND state = 'running' AND dirty"), 1);
    work_off();
    EXPECT_EQ(requests("analysis_type = 'complete'"), 2);
    EXPECT_EQ(analyses("complete"), 1);
    EXPECT_EQ(number("SELECT previous_calls_analyzed FROM lead_analytics "
                     "WHERE analysis_type = 'complete'"),
              3);
    EXPECT_EQ(jobs("state = 'done'"), 5);
}

TEST_F(AnalysisWorkersTest, WhatATryReadsIsNotAskedOnceMore) {
    take_call({.execution_id = "call-1"});
    step();
    now_ += minutes{1};
    take_call({.execution_id = "call-2"});
    step();
    ASSERT_EQ(jobs("kind = 'analyze-lead' AND dirty"), 1);
    while (requests("analysis_type = 'complete' AND outcome = 'unavailable'") == 0) {
        model().answer(503, "");
        step();
    }
    now_ += minutes{1};
    work_off();
    EXPECT_EQ(requests("analysis_type = 'complete' AND was_applied"), 1);
    EXPECT_EQ(number("SELECT previous_calls_analyzed FROM lead_analytics "
                     "WHERE analysis_type = 'complete'"),
              1);
}

TEST_F(AnalysisWorkersTest, TriesFourTimesWithGrowingPauses) {
    take_call(web_call);
    for (const int pause_s : {1, 2, 4}) {
        EXPECT_EQ(step(), 1U);
        model().answer(503, "");
        step();
        EXPECT_GE(due_in(), seconds{pause_s});
        EXPECT_LE(due_in(), seconds{pause_s} * 5 / 4);
        now_ += due_in() - milliseconds{1};
        EXPECT_EQ(step(), 0U);
        now_ += seconds{1};
    }
    step();
    model().lose_connection();
    step();
    EXPECT_EQ(jobs("state = 'failed' AND attempts = 4"), 1);
    EXPECT_EQ(text("SELECT analysis_status FROM calls"), "failed");
    EXPECT_EQ(notices("analysis-failed").size(), 1U);
    EXPECT_EQ(requests("outcome = 'unavailable' AND http_status = 503"), 3);
    EXPECT_EQ(requests("outcome = 'unavailable' AND http_status IS NULL"), 1);
    EXPECT_EQ(balance(tenant_.id), "-2");
}

TEST_F(AnalysisWorkersTest, WaitsNoLessThanTheServerSays) {
    take_call(web_call);
    step();
    model().answer(429, api_error("rate_limit_exceeded"), {{"retry-after", "20"}});
    step();
    EXPECT_EQ(due_in(), seconds{20});
    EXPECT_EQ(requests("outcome = 'rate-limited'"), 1);
    now_ += seconds{20};
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(notices("model-paused").size(), 0U);
}

TEST_F(AnalysisWorkersTest, AnUnusableAnswerIsAskedForOnceMore) {
    take_call(web_call);
    step();
    model().answer_oddly();
    EXPECT_EQ(step(), 2U);  // stored and asked again
    model().answer_oddly();
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(jobs("state = 'failed'"), 1);
    EXPECT_EQ(requests("outcome = 'unusable' AND raw_answer IS NOT NULL"), 2);
    EXPECT_EQ(model().asked(), 2U);
}

class PausedModelTest : public AnalysisWorkersTest,
                        public testing::WithParamInterface<const char*> {
  protected:
    void refuse() {
        const std::string code = GetParam();
        model().answer(code == "invalid_api_key" ? 401 : 429, api_error(code));
    }
    std::string reason() const { return node_->workers.pause().value().because; }
    Instant next_trial() const { return node_->workers.pause()->next_trial_at.value(); }
};

TEST_P(PausedModelTest, ABacklogSurvivesAndDrains) {
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    step();
    while (!model().open().empty())
        refuse();
    step();
    EXPECT_EQ(jobs("state = 'waiting' AND attempts = 0"), 3);
    EXPECT_THAT(held(), ElementsAre(reason(), reason(), reason()));
    EXPECT_THAT(notices("model-paused"), ElementsAre("Analyses wait: " + reason()));

    now_ += minutes{4};
    take_call(web_call_named("web-4"));
    EXPECT_EQ(step(), 0U);
    EXPECT_THAT(held(), Each(reason()));  // the new one as well

    now_ += minutes{1};
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(step(), 0U);
    refuse();
    step();
    EXPECT_EQ(jobs("state = 'waiting'"), 4);
    EXPECT_EQ(notices("model-paused").size(), 1U);

    now_ += minutes{5};
    EXPECT_EQ(step(), 1U);
    model().answer_well();
    EXPECT_EQ(step(), 4U);
    work_off();
    EXPECT_EQ(jobs("state = 'done'"), 4);
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 0);
}

TEST_P(PausedModelTest, EachTrialIsAnotherJob) {
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    step();
    while (!model().open().empty())
        refuse();
    step();
    for (int trial = 0; trial < 3; ++trial) {
        now_ += minutes{5};
        EXPECT_EQ(step(), 1U);
        refuse();
        step();
    }
    // Each was asked at first and tried once.
    EXPECT_THAT(texts("SELECT CAST(count(*) AS TEXT) FROM model_requests GROUP BY job_id"),
                ElementsAre("2", "2", "2"));
}

TEST_P(PausedModelTest, IsTriedWhenSomebodyAsks) {
    const Instant since = now_;
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    step();
    while (!model().open().empty())
        refuse();
    step();
    EXPECT_EQ(node_->workers.pause()->since, since);
    EXPECT_EQ(node_->workers.pause()->cause, PauseCause::rejection);
    EXPECT_EQ(next_trial(), since + minutes{5});

    now_ += minutes{1};
    EXPECT_EQ(step(), 0U);
    node_->workers.resume();
    EXPECT_EQ(step(), 1U);  // the trial, and nothing else
    node_->workers.resume();
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(node_->workers.pause()->last_trial_at, now_);
    EXPECT_EQ(node_->workers.pause()->next_trial_at, std::nullopt);
    refuse();
    step();
    EXPECT_EQ(next_trial(), now_ + minutes{5});
    EXPECT_EQ(node_->workers.pause()->since, since);
    EXPECT_EQ(notices("model-paused").size(), 1U);

    now_ += minutes{1};
    node_->workers.resume();
    EXPECT_EQ(step(), 1U);
    model().answer_well();
    step();
    EXPECT_EQ(node_->workers.pause(), std::nullopt);
    work_off();
    EXPECT_EQ(jobs("state = 'done'"), 3);
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 0);
}

TEST_P(PausedModelTest, IsTriedByTheNextAnalysisWhereNothingWaits) {
    take_call(web_call);
    step();
    refuse();
    step();
    test::set_columns(*stored_, "jobs", "state = 'canceled'", "TRUE");
    node_->workers.resume();
    EXPECT_EQ(step(), 0U);
    EXPECT_EQ(next_trial(), now_);
    now_ += minutes{1};
    take_call(web_call_named("web-2"));
    EXPECT_EQ(step(), 1U);
    model().answer_well();
    step();
    EXPECT_EQ(node_->workers.pause(), std::nullopt);
}

TEST_F(AnalysisWorkersTest, AskingAModelThatIsNotPausedChangesNothing) {
    node_->workers.resume();
    take_call(web_call);
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(node_->workers.pause(), std::nullopt);
    model().answer(401, api_error("invalid_api_key"));
    step();
    now_ += minutes{1};
    EXPECT_EQ(step(), 0U);  // what was asked before the pause is over
    EXPECT_EQ(node_->workers.pause()->next_trial_at, now_ + minutes{4});
}

INSTANTIATE_TEST_SUITE_P(Refusals, PausedModelTest,
                         testing::Values("invalid_api_key", "insufficient_quota"));

// A day may have a hundred thousand requests, and each claim asks.
TEST_F(AnalysisWorkersTest, TheTokensOfADayAreCountedOnceAMinute) {
    set_tenant("daily_token_budget = 1000000");
    int counts = 0;
    database_.before_statement([&](std::string_view name, std::span<const Parameter>) {
        if (name == "select_tokens_since") ++counts;
    });
    for (const char* call : {"web-1", "web-2", "web-3"}) {
        take_call(web_call_named(call));
        work_off();
    }
    EXPECT_EQ(jobs("state = 'done'"), 3);
    EXPECT_EQ(counts, 1);

    // What another node spent shows then.
    test::change_rows(*stored_, "UPDATE model_requests SET input_tokens = 1000000");
    take_call(web_call_named("web-4"));
    work_off();
    EXPECT_EQ(jobs("state = 'done'"), 4);
    now_ += minutes{1};
    take_call(web_call_named("web-5"));
    EXPECT_EQ(step(), 0U);
    EXPECT_THAT(held(), ElementsAre(HasSubstr("The token budget of the day is spent")));
    EXPECT_EQ(counts, 2);
}

TEST_F(AnalysisWorkersTest, ATenantsBudgetOfTheDayHoldsItsJobs) {
    set_tenant("daily_token_budget = 1500, time_zone = 'Asia/Kolkata'");
    take_call(web_call);
    work_off();
    ASSERT_EQ(jobs("state = 'done'"), 1);
    take_call(web_call_named("web-2"));
    EXPECT_EQ(step(), 0U);
    EXPECT_THAT(held(), ElementsAre(HasSubstr("The token budget of the day is spent")));
    now_ += seconds{2};
    take_call(web_call_named("web-3"));
    EXPECT_EQ(step(), 0U);
    EXPECT_THAT(held(), Each(HasSubstr("The token budget of the day is spent")));
    EXPECT_EQ(notices("budget-spent").size(), 1U);
    EXPECT_EQ(text("SELECT analysis_status FROM calls WHERE execution_id = 'web-2'"), "pending");

    // 09:00 UTC is 14:30 in Kolkata: its day ends at 18:30 UTC.
    now_ = test::sample_time() + hours{9} + minutes{29};
    EXPECT_EQ(step(), 0U);
    now_ += minutes{1};
    EXPECT_EQ(step(), 2U);
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 0);
}

TEST_F(AnalysisWorkersTest, ManyHeldJobsAreMarkedAPartAtATime) {
    set_tenant("daily_token_budget = 0");
    std::vector<IncomingWebhook> webhooks;
    for (int i = 0; i < 450; ++i)
        webhooks.push_back(webhook(web_call_named("web-" + std::to_string(i))));
    commit(webhooks);
    step();
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 200);
    step();
    step();
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 450);
    now_ += seconds{1};
    take_call(web_call_named("later"));
    step();
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 451);
    set_tenant("daily_token_budget = NULL");
    for (int steps = 0; steps < 4; ++steps)
        step();
    EXPECT_EQ(jobs("held_because IS NOT NULL"), 0);
}

TEST_F(AnalysisWorkersTest, ARaisedBudgetLetsThemGo) {
    set_tenant("daily_token_budget = 0");
    take_call(web_call);
    EXPECT_EQ(step(), 0U);
    set_tenant("daily_token_budget = NULL");
    EXPECT_EQ(step(), 1U);
}

TEST_F(AnalysisWorkersTest, BelowZeroATenantMayHoldItsAnalyses) {
    set_tenant("below_zero = 'hold'");
    take_call(web_call);
    const auto other = stored_->write(
        [](Connection& connection) { return test::insert_tenant(connection, "Iyer Clinics"); });
    commit({webhook(web_call, other)});
    EXPECT_EQ(step(), 1U);  // of the other tenant, which chose to run
    EXPECT_THAT(held(), ElementsAre(HasSubstr("The balance is below zero")));
    EXPECT_EQ(balance(tenant_.id), "-2");
    ASSERT_TRUE(post_manual_transfer(*stored_, tenant_.id, TransferKind::top_up,
                                     Credits::from_micro(2'000'000), "a", now_));
    EXPECT_EQ(step(), 1U);
}

TEST_F(AnalysisWorkersTest, AHoldOutlivesTheProcessAndIsLifted) {
    set_tenant("daily_token_budget = 0");
    take_call(web_call);
    step();
    ASSERT_THAT(held(), ElementsAre(HasSubstr("budget")));
    set_tenant("daily_token_budget = NULL");
    restart();
    test::set_columns(*stored_, "jobs",
                      "not_before = " + test::seconds_after(*stored_, "not_before", 60), "TRUE");
    EXPECT_EQ(step(), 0U);
    EXPECT_THAT(held(), ElementsAre("null"));
}

TEST_F(AnalysisWorkersTest, StoresAnswersOneByOneWhileOthersWaitToWrite) {
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    step();
    model().answer_all_well();
    database_.contend(true);
    const int before = database_.writes();
    EXPECT_EQ(step(), 3U);
    EXPECT_EQ(jobs("state = 'done'"), 3);
    constexpr int looking_for_jobs = 1;
    EXPECT_EQ(database_.writes() - before, 3 + looking_for_jobs);
}

TEST_F(AnalysisWorkersTest, AnAnswerThatTheDatabaseRefusesFailsItsOwnJob) {
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    step();
    const std::int64_t refused = call_id("web-2").value;
    database_.before_statement([&](std::string_view name, std::span<const Parameter> values) {
        if (name != "insert_individual") return;
        const auto* call = std::get_if<std::int64_t>(&values[2]);
        if (call != nullptr && *call == refused) throw DataError("CHECK constraint failed");
    });
    model().answer_all_well();
    EXPECT_EQ(step(), 3U);
    EXPECT_EQ(jobs("state = 'done'"), 2);
    EXPECT_EQ(analyses("individual"), 2);
    EXPECT_THAT(text("SELECT last_error FROM jobs WHERE state = 'failed'"),
                HasSubstr("CHECK constraint failed"));
    EXPECT_EQ(text("SELECT analysis_status FROM calls WHERE execution_id = 'web-2'"), "failed");
    EXPECT_EQ(requests("input_tokens = 1200 AND output_tokens = 300"), 3);
    EXPECT_EQ(node_->workers.in_flight(), 0U);
    EXPECT_EQ(step(), 0U);
}

TEST_F(AnalysisWorkersTest, ACallThatCannotBeReadBackFailsAlone) {
    take_call(web_call_named("web-1"));
    take_call(web_call_named("web-2"));
    test::change_rows(*stored_, "UPDATE transcripts SET turns = '[1]' WHERE call_id = " +
                                    std::to_string(call_id("web-1").value));
    EXPECT_EQ(step(), 2U);
    EXPECT_EQ(jobs("state = 'failed'"), 1);
    EXPECT_EQ(text("SELECT analysis_status FROM calls WHERE execution_id = 'web-1'"), "failed");
    work_off();
    EXPECT_EQ(jobs("state = 'done'"), 1);
}

TEST_F(AnalysisWorkersTest, WordsThatChangeMeanwhileAreAskedForAnew) {
    take_call(web_call);
    step();
    now_ += seconds{1};
    test::Said later = web_call;
    later.customer = "And one thing more: is there a garden?";
    commit({webhook(later)});
    model().answer_well(11);
    EXPECT_EQ(step(), 2U);  // outdated, and the new words
    EXPECT_EQ(analyses("individual"), 0);
    EXPECT_EQ(requests("outcome = 'answered' AND NOT was_applied AND raw_answer IS NOT NULL"), 1);
    model().answer_well(22);
    step();
    EXPECT_EQ(number("SELECT total_score FROM lead_analytics"), 22);
}

TEST_F(AnalysisWorkersTest, TheEndOfTheProgramGivesBackWhatRuns) {
    take_call({});
    step();
    node_->workers.give_back(now_);
    EXPECT_EQ(jobs("state = 'waiting' AND attempts = 0"), 2);
    EXPECT_EQ(requests("outcome = 'abandoned'"), 2);
    EXPECT_EQ(node_->workers.in_flight(), 0U);
}

TEST_F(AnalysisWorkersTest, TenantsTakeTurns) {
    WorkerOptions options;
    options.owner = "small";
    options.in_flight_max = 2;
    TestedNode small(database_, settings_, metrics_, options);
    const auto other = stored_->write(
        [](Connection& connection) { return test::insert_tenant(connection, "Iyer Clinics"); });
    for (const char* name : {"web-1", "web-2", "web-3"})
        take_call(web_call_named(name));
    commit({webhook(web_call, other)});
    EXPECT_EQ(small.workers.step(now_), 2U);
    EXPECT_EQ(requests("user_id = " + std::to_string(other.id.value)), 1);
}

TEST_F(AnalysisWorkersTest, AJobThatComesToWaitBehindClaimedOnesIsFoundNowAndThen) {
    take_call(web_call);
    EXPECT_EQ(step(), 1U);
    take_call(web_call_named("web-2"));
    // As when another node has it back after an hour: this one has claimed what was due until now.
    const std::string an_hour_earlier = test::seconds_after(*stored_, "not_before", -3'600);
    test::set_columns(*stored_, "jobs", "not_before = " + an_hour_earlier, "state = 'waiting'");
    EXPECT_EQ(step(), 0U);
    now_ += minutes{1};
    EXPECT_EQ(step(), 1U);
    EXPECT_EQ(jobs("state = 'running'"), 2);
}

TEST_F(AnalysisWorkersTest, ARefusedStoredPromptIsTold) {
    OpenAiOptions openai;
    openai.api_key = "sk-test-0123456789";
    openai.model = "gpt-sample";
    openai.individual_prompt_id = "pmpt_1";
    OpenAiAnalyzer analyzer(openai, model());
    AnalysisWorkers workers(database_, settings_, analyzer, metrics_, {.owner = "stored-prompt"});
    for (const char* name : {"web-1", "web-2"})
        take_call(web_call_named(name));
    workers.step(now_);
    model().answer(404, api_error("prompt_not_found"));
    model().answer(404, api_error("prompt_not_found"));
    workers.step(now_);
    model().answer_all_well();
    workers.step(now_);
    EXPECT_EQ(jobs("state = 'done'"), 2);
    EXPECT_THAT(notices("stored-prompt-refused"), ElementsAre(HasSubstr("individual")));
}

}  // namespace
}  // namespace callfold
