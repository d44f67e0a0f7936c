// The statements behind the lists of the API walk an index and sort nothing, so that they are as
// fast on a million rows as on a thousand.

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "storage/statements.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

const Statement& statement_named(std::string_view name) {
    for (const Statement* statement : all_statements()) {
        if (statement->name == name) return *statement;
    }
    throw std::logic_error("no statement is named " + std::string(name));
}

std::string plan_of(sqlite3* handle, const Statement& statement) {
    const std::string sql = "EXPLAIN QUERY PLAN " + std::string(statement.sqlite);
    sqlite3_stmt* compiled = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(handle, sql.c_str(), -1, &compiled, nullptr), SQLITE_OK)
        << statement.name << ": " << sqlite3_errmsg(handle);
    std::string plan;
    while (sqlite3_step(compiled) == SQLITE_ROW) {
        plan += reinterpret_cast<const char*>(sqlite3_column_text(compiled, 3));
        plan += '\n';
    }
    sqlite3_finalize(compiled);
    return plan;
}

// What the first line of each plan must name: the index that is walked.
const std::map<std::string, std::string> walks{
    {"select_calls_by_time", "idx_calls_created (user_id=? AND created_at>? AND created_at<?)"},
    {"select_calls_by_status", "idx_calls_lifecycle_status (user_id=? AND call_lifecycle_status=?"},
    {"select_calls_by_number", "idx_calls_phone (user_id=? AND phone_number=?"},
    {"select_calls_by_agent", "idx_calls_agent (user_id=? AND agent_id=?"},
    {"select_calls_by_outcome", "idx_calls_outcome (user_id=? AND outcome=?"},
    {"select_calls_by_analysis", "idx_calls_analysis (user_id=? AND analysis_status=?"},
    {"select_calls_before_analysis", "idx_calls_analysis (user_id=? AND analysis_status=?"},
    {"select_calls_by_words", "w VIRTUAL TABLE INDEX"},
    {"select_jobs_by_time", "idx_jobs_user (user_id=? AND rowid<?)"},
    {"select_jobs_given_up", "idx_jobs_given_up (user_id=? AND state=? AND rowid<?)"},
    {"select_jobs_of_call", "idx_jobs_call (call_id=?)"},
    {"select_active_job_by_key", "idx_jobs_active (user_id=? AND key=?)"},
    {"select_analyses_by_time", "idx_lead_analytics_user (user_id=? AND rowid<?)"},
    {"select_complete_analyses_by_time",
     "idx_lead_analytics_user_complete (user_id=? AND rowid<?)"},
    {"select_analyses_by_number", "(user_id=? AND phone_number=? AND rowid<?)"},
    {"select_analyses_by_call", "idx_lead_analytics_latest_call (latest_call_id=? AND rowid<?)"},
    {"select_leads_by_score", "COVERING INDEX idx_lead_analytics_analysis_type"},
    {"select_leads_by_text", "COVERING INDEX idx_lead_analytics_analysis_type"},
    {"list_contacts", "idx_contacts_user (user_id=? AND rowid<?)"},
    {"list_contacts_with_parts", "p VIRTUAL TABLE INDEX"},
    {"select_notifications_by_time", "idx_notifications_user (user_id=? AND rowid<?)"},
    {"select_unread_notifications",
     "idx_notifications_unread (user_id=? AND read_at=? AND rowid<?)"},
    {"list_audit_entries", "idx_audit_entries_user (user_id=? AND rowid<?)"},
    {"list_members", "idx_members_user (user_id=? AND rowid<?)"},
    {"select_stream_events", "PRIMARY KEY (user_id=? AND number>?)"},
    {"select_quarantine_by_time", "idx_quarantine_user (user_id=? AND id<?)"},
    {"select_deliveries_by_time", "idx_deliveries_user (user_id=? AND rowid<?)"},
    {"select_deliveries_by_state", "idx_deliveries_state (user_id=? AND state=? AND rowid<?)"},
    {"select_deliveries_by_subscription",
     "idx_deliveries_subscription (subscription_id=? AND rowid<?)"},
    {"select_delivery_attempts", "idx_delivery_attempts_delivery (delivery_id=?)"},
    {"select_old_messages", "idx_outgoing_messages_created (user_id=? AND created_at<?)"},
    {"select_no_news_trouble", "idx_calls_open (user_id=? AND last_event_at<?)"},
    {"select_unknown_status_trouble", "idx_calls_unknown_status (user_id=?)"},
    {"select_quarantined_trouble", "idx_quarantine_waiting (user_id=?)"},
    {"select_held_jobs_trouble", "idx_jobs_held (user_id=?)"},
    {"select_failed_jobs", "idx_jobs_given_up (user_id=? AND state=? AND rowid<?)"},
    {"select_failed_deliveries_trouble", "idx_deliveries_state (user_id=? AND state=?)"},
    {"select_sentiment_counters", "PRIMARY KEY (user_id=? AND quarter>? AND quarter<?)"},
    {"sum_counters", "PRIMARY KEY (user_id=? AND quarter>? AND quarter<?)"},
    {"select_counters", "PRIMARY KEY (user_id=? AND quarter>? AND quarter<?)"},
    {"select_model_requests_of_call", "idx_model_requests_call (call_id=?)"},
    {"select_transfers_of_call", "idx_ledger_transfers_call (call_id=?)"},
    {"count_unread_notifications",
     "COVERING INDEX idx_notifications_unread (user_id=? AND read_at=?)"},
};

class QueryPlans : public ::testing::TestWithParam<std::pair<const std::string, std::string>> {};

TEST_P(QueryPlans, WalkAnIndexAndSortNothing) {
    TemporaryDatabase database({}, Engine::sqlite);
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.file().c_str(), &handle), SQLITE_OK);
    const auto& [name, index] = GetParam();
    const std::string plan = plan_of(handle, statement_named(name));
    sqlite3_close(handle);
    EXPECT_NE(plan.substr(0, plan.find('\n')).find(index), std::string::npos) << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
}

// What is active is little beside what is done: it is found by its own index and sorted.
TEST(QueryPlansOfActiveJobs, DoNotWalkThroughWhatIsDone) {
    TemporaryDatabase database({}, Engine::sqlite);
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.file().c_str(), &handle), SQLITE_OK);
    const std::string plan = plan_of(handle, statement_named("select_jobs_active"));
    sqlite3_close(handle);
    EXPECT_NE(plan.find("idx_jobs_active (user_id=?"), std::string::npos) << plan;
}

// What is found by an index of its own and sorted then, or walked without an order.
TEST(QueryPlansOfFewRows, TakeTheIndexOfThose) {
    TemporaryDatabase database({}, Engine::sqlite);
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(database.file().c_str(), &handle), SQLITE_OK);
    const std::map<std::string, std::string> indexes{
        {"select_leads_of_contacts", "phone_number=?)"},
        {"select_late_transcripts", "idx_transcripts_late (user_id=? AND late_call_created_at>?"},
        {"select_running_jobs_of_owner", "idx_jobs_running"},
        {"select_calls_of_person", "idx_calls_phone (user_id=? AND phone_number=?)"},
        {"strip_jobs_of_person", "idx_jobs_person (user_id=? AND phone_number=?)"},
        {"strip_model_requests_of_person",
         "idx_model_requests_person (user_id=? AND phone_number=?)"},
        {"select_unusable_answers_of_job", "idx_model_requests_unusable (job_id=?)"},
        {"delete_notifications_of_call", "idx_notifications_call (call_id=?)"},
        {"delete_notifications_of_person",
         "idx_notifications_person (user_id=? AND phone_number=?)"},
        {"delete_outdated_analyses_over_call", "idx_lead_analytics_stale (user_id=?)"},
    };
    for (const auto& [name, index] : indexes) {
        const std::string plan = plan_of(handle, statement_named(name));
        EXPECT_NE(plan.find(index), std::string::npos) << name << "\n" << plan;
    }
    sqlite3_close(handle);
}

INSTANTIATE_TEST_SUITE_P(Lists, QueryPlans, ::testing::ValuesIn(walks),
                         [](const auto& tested) { return tested.param.first; });

}  // namespace
}  // namespace callfold
