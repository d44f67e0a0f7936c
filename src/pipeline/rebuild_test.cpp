#include "pipeline/rebuild.h"

#include <set>

#include <gmock/gmock.h>

#include "pipeline/testing/tested_analysis.h"

namespace callfold {
namespace {

using test::AnalysisTest;
using test::count_rows;
using test::Said;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RebuildTest : public AnalysisTest {
  protected:
    RebuildReport run(const RebuildOptions& options) {
        return rebuild(
            database_, settings_, options, now_,
            [this](std::int64_t done, std::int64_t all) { progress_.emplace_back(done, all); });
    }
    void damage_call(const std::string& assignments) {
        test::set_columns(*stored_, "calls", assignments, "execution_id = 'call-1'");
    }
    std::string status() {
        return text("SELECT call_lifecycle_status FROM calls WHERE execution_id = 'call-1'");
    }
    std::int64_t counted_calls() {
        return number("SELECT CAST(sum(calls) AS BIGINT) FROM counters");
    }

    std::vector<std::pair<std::int64_t, std::int64_t>> progress_;
};

TEST_F(RebuildTest, OfWhatIsRightFindsNothing) {
    take_call({"call-1"});
    take_call({"call-2", EventKind::completed, std::nullopt, std::nullopt});
    work_off();
    const RebuildReport report = run({.check_only = true});
    EXPECT_EQ(report.calls, 2);
    EXPECT_EQ(report.calls_changed, 0);
    EXPECT_FALSE(report.counters_changed);
    EXPECT_THAT(report.differences, IsEmpty());
    EXPECT_EQ(progress_.back(), (std::pair<std::int64_t, std::int64_t>{2, 2}));
}

TEST_F(RebuildTest, RefreshesLeadsInSeveralTransactions) {
    for (int i = 0; i < 60; ++i) {
        Said said{"call-" + std::to_string(i)};
        said.number = "+9198111122" + std::to_string(10 + i);
        take_call(said);
    }
    work_off();
    ASSERT_EQ(count_rows(*stored_, "lead_analytics", "analysis_type = 'complete'"), 60);
    std::set<int> transactions;
    database_.before_statement([&](std::string_view name, std::span<const Parameter>) {
        if (name == "lock_lead") transactions.insert(database_.writes());
    });
    run({});
    EXPECT_THAT(transactions, SizeIs(4));  // two for the calls, two for their leads
}

TEST_F(RebuildTest, CheckOnlyNamesWhatDiffersAndChangesNothing) {
    take_call({"call-1"});
    damage_call("call_lifecycle_status = 'ringing', outcome = NULL");
    test::change_rows(*stored_, "UPDATE counters SET calls = calls + 1");
    const RebuildReport report = run({.check_only = true});
    EXPECT_EQ(report.calls_changed, 1);
    EXPECT_TRUE(report.counters_changed);
    ASSERT_THAT(report.differences, SizeIs(1));
    EXPECT_THAT(report.differences.front(), HasSubstr(call_public_id("call-1").text()));
    EXPECT_THAT(report.differences.front(), HasSubstr("call_lifecycle_status"));
    EXPECT_THAT(report.differences.front(), HasSubstr("outcome"));
    EXPECT_EQ(status(), "ringing");
    EXPECT_EQ(counted_calls(), 2);
}

TEST_F(RebuildTest, DerivesCallsCountersAndStatisticsOfLeadsAgain) {
    take_call({"call-1"});
    work_off();
    const std::string statistics =
        text("SELECT statistics FROM lead_analytics WHERE analysis_type = 'complete'");
    damage_call("call_lifecycle_status = 'ringing', contributions = '[]'");
    test::change_rows(*stored_, "DELETE FROM counters");
    test::set_columns(*stored_, "lead_analytics", "statistics = '{}'",
                      "analysis_type = 'complete'");
    const RebuildReport report = run({});
    EXPECT_EQ(report.calls_changed, 1);
    EXPECT_TRUE(report.counters_changed);
    EXPECT_EQ(status(), "completed");
    EXPECT_EQ(counted_calls(), 1);
    EXPECT_EQ(text("SELECT statistics FROM lead_analytics WHERE analysis_type = 'complete'"),
              statistics);
    EXPECT_EQ(run({.check_only = true}).calls_changed, 0);
}

TEST_F(RebuildTest, AsksForNoAnalysisAndTellsNobody) {
    take_call({"call-1"});
    commit({webhook({"call-2", EventKind::failed})});
    work_off();
    test::change_rows(*stored_, "DELETE FROM jobs");
    test::change_rows(*stored_, "DELETE FROM notifications");
    damage_call("analysis_key = NULL, analysis_status = 'none'");
    test::set_columns(*stored_, "calls", "call_lifecycle_status = NULL", "execution_id = 'call-2'");
    EXPECT_EQ(run({}).calls_changed, 2);
    EXPECT_EQ(jobs("true"), 0);
    EXPECT_EQ(count_rows(*stored_, "notifications", "true"), 0);
}

TEST_F(RebuildTest, PostsDifferencesOfTheLedgerOnlyWhenTold) {
    take_call({"call-1"});
    ASSERT_EQ(balance(tenant_.id), "-2");
    damage_call("credits_charged_micro = 1000000");
    EXPECT_EQ(run({}).charges_posted, 0);
    EXPECT_EQ(balance(tenant_.id), "-2");
    EXPECT_EQ(run({.check_only = true, .post_charges = true}).charges_posted, 1);
    EXPECT_EQ(balance(tenant_.id), "-2");
    EXPECT_EQ(run({.post_charges = true}).charges_posted, 1);
    EXPECT_EQ(balance(tenant_.id), "-3");
    EXPECT_EQ(number("SELECT credits_charged_micro FROM calls"), 2'000'000);
}

TEST_F(RebuildTest, WalksOverMoreCallsThanOneTransactionTakes) {
    std::vector<IncomingWebhook> webhooks;
    for (int i = 0; i < 120; ++i)
        webhooks.push_back(webhook({"call-" + std::to_string(i)}));
    commit(webhooks);
    test::change_rows(*stored_, "UPDATE calls SET attempt = 7");
    const RebuildReport report = run({});
    EXPECT_EQ(report.calls, 120);
    EXPECT_EQ(report.calls_changed, 120);
    EXPECT_THAT(report.differences, SizeIs(100));  // the first hundred
    EXPECT_THAT(progress_, ElementsAre(std::pair(50, 120), std::pair(100, 120), std::pair(120, 120),
                                       std::pair(120, 120)));
    EXPECT_EQ(count_rows(*stored_, "calls", "attempt = 0"), 120);
}

}  // namespace
}  // namespace callfold
