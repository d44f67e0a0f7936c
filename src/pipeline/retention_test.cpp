#include "pipeline/retention.h"

#include <gmock/gmock.h>

#include "pipeline/rebuild.h"
#include "pipeline/testing/tested_analysis.h"

namespace callfold {
namespace {

using std::chrono::days;
using std::chrono::hours;
using test::AnalysisTest;
using test::count_rows;
using test::Said;
using ::testing::Each;
using ::testing::ElementsAre;

constexpr days period{30};

// What the calls, the bill and the counters say: nothing of it may change when words are forgotten.
constexpr auto lasting_sql =
    "SELECT execution_id || ' ' || call_lifecycle_status || ' ' || outcome || ' ' || attempt || ' "
    "' || "
    "coalesce(duration_ms, 0) || ' ' || billable_ms || ' ' || credits_charged_micro || ' ' || "
    "contributions FROM calls ORDER BY id";

class RetentionTest : public AnalysisTest {
  protected:
    // An analysed call that ended at `now_`.
    void take_analysed_call(const Said& said) {
        take_call(said);
        work_off();
    }
    std::int64_t rows(const std::string& table) { return count_rows(*stored_, table, "true"); }
    std::int64_t sealed() { return count_rows(*stored_, "calls", "sealed_at IS NOT NULL"); }
    std::vector<std::string> lasting() { return texts(lasting_sql); }
    // The first look after a start of the program; gives how many calls were sealed.
    std::size_t retain(std::optional<int> default_days = static_cast<int>(period.count())) {
        Retention retention(database_, settings_, default_days);
        return look(retention);
    }
    std::size_t look(Retention& retention) {
        std::size_t forgotten = 0;
        for (bool has_more = true; has_more;) {
            const RetentionStep step = retention.step(now_);
            forgotten += step.forgotten;
            has_more = step.has_more;
        }
        return forgotten;
    }
    void take_calls(int count) {
        std::vector<IncomingWebhook> webhooks;
        for (int i = 0; i < count; ++i)
            webhooks.push_back(webhook({"call-" + std::to_string(taken_++)}));
        commit(webhooks);
    }

    int taken_ = 0;
    // A later webhook about a call, which says another duration.
    Said longer(const std::string& execution_id) {
        Said said{execution_id};
        said.talk = seconds{121};
        said.occurred_at = now_;
        return said;
    }
};

TEST_F(RetentionTest, RemovesWordsAndBodiesAndKeepsWhatIsCounted) {
    take_analysed_call({"old"});
    const auto before = lasting();
    const std::string balance_before = balance(tenant_.id);
    ASSERT_EQ(rows("raw_bodies"), 5);
    ASSERT_EQ(rows("transcripts"), 1);
    ASSERT_EQ(requests("raw_answer IS NOT NULL"), 2);
    now_ += period + seconds{1};
    EXPECT_EQ(retain(), 1U);
    EXPECT_EQ(sealed(), 1);
    EXPECT_EQ(rows("raw_bodies"), 0);
    EXPECT_EQ(rows("transcripts"), 0);
    EXPECT_THAT(texts("SELECT summary FROM lead_analytics WHERE analysis_type = 'individual'"),
                Each(""));
    EXPECT_THAT(texts("SELECT summary FROM calls"), Each("null"));
    EXPECT_EQ(requests("analysis_type = 'individual' AND raw_answer IS NOT NULL"), 0);
    EXPECT_EQ(lasting(), before);
    EXPECT_EQ(balance(tenant_.id), balance_before);
    EXPECT_EQ(rows("call_events"), 5);
}

TEST_F(RetentionTest, CountsFromTheLastFirstTimeArrival) {
    take_call({"call-1"});
    now_ += period;
    EXPECT_EQ(retain(), 0U);  // not older than the period
    commit({webhook({"call-1", EventKind::completed, test::sample_time()})});
    now_ += microseconds{1};
    EXPECT_EQ(retain(), 1U);  // what came was a duplicate
    EXPECT_EQ(sealed(), 1);
}

TEST_F(RetentionTest, ANewEventKeepsACallOpen) {
    take_call({"call-1"});
    now_ += period;
    commit({webhook(longer("call-1"))});
    now_ += seconds{1};
    EXPECT_EQ(retain(), 0U);
    EXPECT_EQ(sealed(), 0);
    EXPECT_EQ(balance(tenant_.id), "-3");
}

TEST_F(RetentionTest, WhatComesAfterTheSealingIsShownAndFoldedNoMore) {
    take_analysed_call({"old"});
    now_ += period + seconds{1};
    retain();
    const auto before = lasting();
    const auto committed = commit({webhook(longer("old"))});
    EXPECT_FALSE(committed.webhooks.front().duplicate);
    EXPECT_FALSE(committed.jobs_requested);
    EXPECT_EQ(lasting(), before);
    EXPECT_EQ(balance(tenant_.id), "-2");
    EXPECT_EQ(count_rows(*stored_, "call_events", "late"), 1);
    EXPECT_EQ(rows("raw_bodies"), 1);  // shown until it is old itself
    EXPECT_EQ(rows("transcripts"), 0);

    const auto again = commit({webhook(longer("old"))});
    EXPECT_TRUE(again.webhooks.front().duplicate);
    EXPECT_EQ(number("SELECT duplicates FROM calls"), 1);
    EXPECT_EQ(lasting(), before);
}

TEST_F(RetentionTest, AnAnalysisThatFailedIsNoTroubleWithoutItsWords) {
    take_analysed_call({"old"});
    test::set_columns(*stored_, "calls", "analysis_status = 'failed'", "true");
    now_ += period + seconds{1};
    retain();
    EXPECT_THAT(texts("SELECT analysis_status FROM calls"), ElementsAre("skipped"));
}

TEST_F(RetentionTest, ARebuildLeavesASealedCallAlone) {
    take_analysed_call({"old"});
    now_ += period + seconds{1};
    retain();
    commit({webhook(longer("old"))});
    const auto before = lasting();
    const RebuildReport report =
        rebuild(database_, settings_, {.post_charges = true}, now_, [](auto, auto) {});
    EXPECT_EQ(report.calls, 0);
    EXPECT_FALSE(report.counters_changed);
    EXPECT_EQ(lasting(), before);
    EXPECT_EQ(balance(tenant_.id), "-2");
}

TEST_F(RetentionTest, BodiesOfLateEventsAndOfTheQuarantineGoOnTheirOwn) {
    take_call({"old"});
    now_ += period + seconds{1};
    retain();
    commit({webhook(longer("old"))});
    IncomingWebhook without_id = webhook({"unused"});
    without_id.events.clear();
    without_id.encoded.clear();
    without_id.quarantine_reason = "no id";
    commit({without_id});
    ASSERT_EQ(rows("quarantine"), 1);
    now_ += period;
    retain();
    EXPECT_EQ(rows("raw_bodies"), 1);
    EXPECT_EQ(rows("quarantine"), 1);
    now_ += microseconds{1};
    retain();
    EXPECT_EQ(rows("raw_bodies"), 0);
    EXPECT_EQ(rows("quarantine"), 0);
    EXPECT_EQ(rows("call_events"), 6);
}

TEST_F(RetentionTest, ATenantsOwnPeriodComesBeforeTheServers) {
    set_tenant("retention_days = 7");
    const auto other = stored_->write(
        [](Connection& connection) { return test::insert_tenant(connection, "Iyer Clinics"); });
    settings_.refresh();
    take_call({"of-rao"});
    commit({webhook({"of-iyer"}, other)});
    now_ += days{8};
    EXPECT_EQ(retain(), 1U);
    EXPECT_THAT(texts("SELECT execution_id FROM calls WHERE sealed_at IS NOT NULL"),
                ElementsAre("of-rao"));
}

TEST_F(RetentionTest, WithoutAnyPeriodNothingIsForgotten) {
    take_call({"call-1"});
    now_ += days{3'650};
    EXPECT_EQ(retain(std::nullopt), 0U);
    EXPECT_EQ(sealed(), 0);
    EXPECT_EQ(rows("raw_bodies"), 5);
}

TEST_F(RetentionTest, WorksInSmallStepsAndThenLooksOnceAnHour) {
    take_calls(60);
    now_ += period + seconds{1};
    Retention retention(database_, settings_, static_cast<int>(period.count()));
    EXPECT_EQ(retention.step(now_).forgotten, 50U);
    EXPECT_EQ(retention.step(now_).forgotten, 10U);
    const int reads = database_.reads();
    now_ += hours{1} - seconds{1};
    EXPECT_FALSE(retention.step(now_).has_more);
    EXPECT_EQ(database_.reads(), reads);
    now_ += seconds{1};
    retention.step(now_);
    EXPECT_GT(database_.reads(), reads);
}

TEST_F(RetentionTest, ALookPassesOverManyCallsThatAreSealed) {
    take_calls(600);
    now_ += period + seconds{1};
    EXPECT_EQ(retain(), 600U);
    take_calls(3);
    now_ += period + seconds{1};
    EXPECT_EQ(retain(), 3U);
    EXPECT_EQ(sealed(), 603);
}

TEST_F(RetentionTest, TheNextLookBeginsBehindWhatIsSealed) {
    take_calls(600);
    now_ += period + seconds{1};
    Retention retention(database_, settings_, static_cast<int>(period.count()));
    EXPECT_EQ(look(retention), 600U);
    now_ += hours{1};
    EXPECT_FALSE(retention.step(now_).has_more);  // else a second step would pass over the rest
}

TEST_F(RetentionTest, ATenantThatFailsKeepsNoOtherFromForgetting) {
    const auto other = stored_->write(
        [](Connection& connection) { return test::insert_tenant(connection, "Iyer Clinics"); });
    settings_.refresh();
    take_call({"of-rao"});
    commit({webhook({"of-iyer"}, other)});
    now_ += period + seconds{1};
    database_.before_statement([&](std::string_view name, std::span<const Parameter> values) {
        if (name == "seal_call" && std::get<std::int64_t>(values[0]) == tenant_.id.value)
            throw InfrastructureError("a damaged row");
    });
    Retention retention(database_, settings_, static_cast<int>(period.count()));
    EXPECT_THROW(look(retention), InfrastructureError);
    EXPECT_EQ(look(retention), 1U);
    EXPECT_THAT(texts("SELECT execution_id FROM calls WHERE sealed_at IS NOT NULL"),
                ElementsAre("of-iyer"));
    EXPECT_EQ(retention.step(now_).forgotten, 0U) << "again before an hour is over";
    database_.before_statement({});
    now_ += hours{1};
    EXPECT_EQ(look(retention), 1U);
}

TEST_F(RetentionTest, ACallThatStillHearsSomethingIsSealedByALaterLook) {
    take_call({"long"});
    now_ += hours{1};
    take_calls(1);
    now_ += period - hours{1};
    commit({webhook(longer("long"))});
    now_ += hours{1} + seconds{1};
    Retention retention(database_, settings_, static_cast<int>(period.count()));
    EXPECT_EQ(look(retention), 1U);
    now_ += period;
    EXPECT_EQ(look(retention), 1U);
    EXPECT_EQ(sealed(), 2);
}

TEST_F(RetentionTest, ACallThatIsOlderThanOthersAfterTheClockWasSetBackIsSealedWithinADay) {
    take_calls(2);
    now_ += period + seconds{1};
    Retention retention(database_, settings_, static_cast<int>(period.count()));
    EXPECT_EQ(look(retention), 2U);
    now_ -= 2 * period;
    take_calls(1);
    now_ += 2 * period + days{1};
    EXPECT_EQ(look(retention), 1U);
}

}  // namespace
}  // namespace callfold
