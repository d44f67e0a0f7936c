// On PostgreSQL, what is asked for by a key is found by it, also while the tables are new and have
// no statistics, and in spite of row-level security.

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/statements.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

struct Planned {
    std::string statement;
    std::vector<std::string> values;  // of its parameters, as SQL
    std::string search;               // a line of the plan
};

std::string with_values(std::string sql, const std::vector<std::string>& values) {
    for (std::size_t number = values.size(); number > 0; --number) {
        const std::string parameter = "$" + std::to_string(number);
        for (std::size_t at = 0; (at = sql.find(parameter, at)) != std::string::npos;) {
            sql.replace(at, parameter.size(), values[number - 1]);
        }
    }
    return sql;
}

std::string plan_of(Database& database, const Planned& planned) {
    for (const Statement* statement : all_statements()) {
        if (statement->name != planned.statement) continue;
        const std::string sql = with_values(std::string(statement->postgres), planned.values);
        return fmt::format("{}",
                           fmt::join(test::texts_of(database, "EXPLAIN (COSTS OFF) " + sql), "\n"));
    }
    throw std::logic_error("no statement is named " + planned.statement);
}

// Of a walk along words.
const std::vector<std::string> words_walk{
    "1",          "100", "'infinity'", "'-infinity'", "NULL", "NULL", "NULL",
    "NULL::text", "50",  "NULL",       "'flat'",      "'<'",  "'>'",  "0"};

class PostgresPlans : public ::testing::TestWithParam<Planned> {};

TEST_P(PostgresPlans, SearchAnIndexForTheWholeKey) {
    const TemporaryDatabase database({}, Engine::postgres);
    const std::string plan = plan_of(*database, GetParam());
    EXPECT_NE(plan.find(GetParam().search), std::string::npos) << plan;
}

INSTANTIATE_TEST_SUITE_P(
    Statements, PostgresPlans,
    ::testing::Values(
        Planned{"select_complete",
                {"1", "'+1'"},
                "Index Cond: ((user_id = 1) AND (phone_number = '+1'::text))"},
        Planned{"update_lead_statistics",
                {"1", "'+1'", "'{}'"},
                "Index Cond: ((user_id = 1) AND (phone_number = '+1'::text))"},
        Planned{"select_lead_row", {"'{1}'", "'{1}'"}, "AND (key = (('lead/'::text || "},
        Planned{"select_analysis_row", {"'{1}'", "'{1}'"}, "AND (key = (('lead/'::text || "},
        Planned{"select_unusable_answers_of_job", {"1", "1"}, "Index Cond: (job_id = 1)"},
        Planned{"select_held_jobs_trouble", {"1", "100"}, "using idx_jobs_held on jobs"},
        Planned{"select_transfers_of_call", {"1", "1"}, "Index Cond: (call_id = 1)"},
        Planned{"select_calls_of_person",
                {"1", "'+1'"},
                "Index Cond: ((user_id = 1) AND (phone_number = '+1'::text))"},
        Planned{"select_calls_by_words", words_walk, "using calls_pkey on calls c"},
        Planned{"select_calls_by_newest_words", words_walk, "using calls_pkey on calls c"},
        Planned{"claim_jobs",
                {"1", "'infinity'", "'node'", "'infinity'", "8", "'-infinity'"},
                "jobs_pkey"},
        Planned{"hold_jobs", {"1", "'reason'", "'-infinity'", "0", "NULL", "200"}, "jobs_pkey"},
        Planned{"complete_job", {"'{1}'", "'{1}'", "'{node}'", "'{now}'"}, "jobs_pkey"},
        Planned{"extend_lease", {"'{1}'", "'{1}'", "'{node}'", "'{now}'"}, "jobs_pkey"},
        Planned{"forget_answers_about_lead",
                {"1", "'+1'"},
                "Index Cond: ((user_id = 1) AND (phone_number = '+1'::text))"}),
    [](const auto& tested) { return tested.param.statement; });

}  // namespace
}  // namespace callfold
