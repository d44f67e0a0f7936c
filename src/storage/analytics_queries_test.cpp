#include "storage/analytics_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/analytics.h"
#include "storage/contacts.h"
#include "storage/jobs.h"
#include "storage/lead_queries.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

const std::string asha = "+919000000101";
const std::string ravi = "+919000000102";

class AnalyticsQueries : public ::testing::Test {
  protected:
    void SetUp() override {
        database->write([&](Connection& connection) {
            tenant = insert_tenant(connection, "One");
            other = insert_tenant(connection, "Two");
        });
    }

    // A call on `number` with its individual analysis, and the number's complete one.
    CallRow analyse(TenantId of, const std::string& number, const std::string& execution_id,
                    int score, Instant now) {
        return database->write([&](Connection& connection) {
            const Transcript transcript = conversation("Hello", "about " + execution_id);
            const CallRow row = store_call(connection, of, execution_id,
                                           answered_call(number, transcript, now), now);
            const auto call = analyzed_call(connection, of, row.id).value();
            const AnalysisSource source{"openai", "gpt-5-mini", "individual-3", {}, &dropped};
            replace_individual(connection, of, call, full_assessment(score), source, now);
            LeadStatistics statistics;
            statistics.calls = 1;
            statistics.engagement_trend = Trend::rising;
            replace_complete(connection, of, *call.number, {{row.id, *call.analysis_key}},
                             statistics, full_assessment(score), source, now);
            return row;
        });
    }

    // The totals of what a filter lists, with a "c" before those of complete analyses.
    std::vector<std::string> found(const AnalysisFilter& filter, const PageRange& range = {}) {
        return database->read([&](Connection& connection) {
            std::vector<std::string> totals;
            for (const auto& row : list_analyses(connection, tenant.id, filter, range).items) {
                totals.push_back((row.type == AnalysisType::complete ? "c" : "") +
                                 std::to_string(row.assessment.total_score));
            }
            return totals;
        });
    }

    std::vector<std::string> leads(const LeadFilter& filter, int most = 50) {
        return database->read([&](Connection& connection) {
            std::vector<std::string> numbers;
            for (const auto& lead : list_leads(connection, tenant.id, filter, most)) {
                numbers.push_back(lead.number.e164());
            }
            return numbers;
        });
    }

    void insert_contact(TenantId of, const std::string& number, const std::string& name,
                        const std::string& email) {
        database->write([&](Connection& connection) {
            keep_contact(connection, of, PhoneNumber::from_e164(number),
                         {{name, false}, {email, false}, {}, {}}, std::nullopt, sample_time());
        });
    }

    TemporaryDatabase database;
    TenantRow tenant;
    TenantRow other;
    std::vector<std::string> dropped{"`fit_score` is not a number from 0 to 100."};
};

TEST_F(AnalyticsQueries, GiveEveryFieldOfBothTypes) {
    const CallRow row = analyse(tenant.id, asha, "exec-1", 85, sample_time());
    database->read([&](Connection& connection) {
        const auto individual = individual_of_call(connection, tenant.id, row.id);
        ASSERT_TRUE(individual);
        EXPECT_EQ(individual->type, AnalysisType::individual);
        EXPECT_EQ(individual->call, row.public_id);
        EXPECT_EQ(individual->number, PhoneNumber::from_e164(asha));
        EXPECT_EQ(individual->analyzer, "openai");
        EXPECT_EQ(individual->model, "gpt-5-mini");
        EXPECT_EQ(individual->prompt_version, "individual-3");
        EXPECT_EQ(individual->stored_at, sample_time());
        EXPECT_EQ(individual->dropped_fields, dropped);
        EXPECT_EQ(individual->assessment, full_assessment(85));
        EXPECT_FALSE(individual->dirty);

        const auto page =
            list_analyses(connection, tenant.id, {AnalysisType::complete, {}, {}}, {});
        ASSERT_EQ(page.items.size(), 1U);
        const ListedAnalysis& complete = page.items[0];
        EXPECT_EQ(complete.call, std::nullopt);
        EXPECT_EQ(complete.latest_call, row.public_id);
        EXPECT_EQ(complete.previous_calls_analyzed, 0);
        EXPECT_EQ(complete.statistics->engagement_trend, Trend::rising);
        EXPECT_EQ(complete.assessment, full_assessment(85));
    });
}

TEST_F(AnalyticsQueries, ListTheNewestFirstAndFilter) {
    analyse(tenant.id, asha, "exec-1", 85, sample_time());
    const CallRow second = analyse(tenant.id, ravi, "exec-2", 40, sample_time() + minutes{1});
    EXPECT_THAT(found({}), ElementsAre("c40", "40", "c85", "85"));
    EXPECT_THAT(found({AnalysisType::complete, {}, {}}), ElementsAre("c40", "c85"));
    EXPECT_THAT(found({AnalysisType::individual, {}, {}}), ElementsAre("40", "85"));
    EXPECT_THAT(found({{}, PhoneNumber::from_e164(asha), {}}), ElementsAre("c85", "85"));
    EXPECT_THAT(found({{}, {}, second.public_id}), ElementsAre("c40", "40"));
    EXPECT_THAT(found({AnalysisType::individual, {}, second.public_id}), ElementsAre("40"));
    EXPECT_THAT(found({{}, PhoneNumber::from_e164(asha), second.public_id}), IsEmpty());
    EXPECT_THAT(found({}, {std::nullopt, 1}), ElementsAre("c40"));
}

TEST_F(AnalyticsQueries, ACompleteOneIsDirtyWhileSomethingIsNotCovered) {
    analyse(tenant.id, asha, "exec-1", 85, sample_time());
    const auto is_dirty = [&] {
        return database->read([&](Connection& connection) {
            return list_leads(connection, tenant.id, {}, 1).front().dirty;
        });
    };
    EXPECT_FALSE(is_dirty());
    database->write([&](Connection& connection) {
        test::request_lead_analysis(connection, other.id, PhoneNumber::from_e164(asha), "p",
                                    sample_time());
    });
    EXPECT_FALSE(is_dirty());
    database->write([&](Connection& connection) {
        test::request_lead_analysis(connection, tenant.id, PhoneNumber::from_e164(asha), "p",
                                    sample_time());
    });
    EXPECT_TRUE(is_dirty());
}

TEST_F(AnalyticsQueries, LeadsComeByScoreThenByTime) {
    analyse(tenant.id, "+919000000101", "exec-1", 50, sample_time());
    analyse(tenant.id, "+919000000102", "exec-2", 90, sample_time());
    analyse(tenant.id, "+919000000103", "exec-3", 50, sample_time() + minutes{1});
    analyse(tenant.id, "+919000000104", "exec-4", 79, sample_time());
    EXPECT_THAT(leads({}),
                ElementsAre("+919000000102", "+919000000104", "+919000000103", "+919000000101"));
    LeadFilter filter;
    filter.least_score = 60;
    EXPECT_THAT(leads(filter), ElementsAre("+919000000102", "+919000000104"));
    filter.tag = LeadTag::hot;
    EXPECT_THAT(leads(filter), ElementsAre("+919000000102"));
    filter.tag = LeadTag::cool;
    EXPECT_THAT(leads(filter), IsEmpty());
    filter.least_score.reset();
    EXPECT_THAT(leads(filter), ElementsAre("+919000000103", "+919000000101"));
    filter.tag = LeadTag::cold;
    EXPECT_THAT(leads(filter), IsEmpty());
}

TEST_F(AnalyticsQueries, LeadsContinueAfterAPlaceEvenWhenItsRowIsGone) {
    analyse(tenant.id, "+919000000101", "exec-1", 50, sample_time());
    analyse(tenant.id, "+919000000102", "exec-2", 90, sample_time());
    analyse(tenant.id, "+919000000103", "exec-3", 70, sample_time());
    const auto first = database->read(
        [&](Connection& connection) { return list_leads(connection, tenant.id, {}, 1).front(); });
    analyse(tenant.id, "+919000000102", "exec-4", 91, sample_time() + minutes{1});
    LeadFilter filter;
    filter.after = place_of(first);
    EXPECT_THAT(leads(filter, 1), ElementsAre("+919000000103"));
}

TEST_F(AnalyticsQueries, LeadsAreFoundByNumberNameAndEmail) {
    analyse(tenant.id, asha, "exec-1", 85, sample_time());
    analyse(tenant.id, ravi, "exec-2", 40, sample_time());
    insert_contact(tenant.id, asha, "Asha Rao", "asha_rao@example.com");
    insert_contact(other.id, ravi, "Foreign Asha", "f@example.com");
    LeadFilter filter;
    for (const char* text : {"asha", "RAO", "a_rao@", "00000101"}) {
        filter.text = text;
        EXPECT_THAT(leads(filter), ElementsAre(asha)) << text;
    }
    for (const char* text : {"foreign", "%", "_o_", "\\"}) {
        filter.text = text;
        EXPECT_THAT(leads(filter), IsEmpty()) << text;
    }
    filter.text = ravi;
    EXPECT_THAT(leads(filter), ElementsAre(ravi)) << "without a contact, by the whole number";
    filter.text = "";
    filter.text->append("asha").append(200, 'a');
    EXPECT_THAT(leads(filter), IsEmpty());
    database->read([&](Connection& connection) {
        const auto all = list_leads(connection, tenant.id, {}, 10);
        EXPECT_EQ(all[0].contact_name, "Asha Rao");
        EXPECT_TRUE(all[0].contact);
        EXPECT_EQ(all[1].contact, std::nullopt);
    });
}

// Beside thousands of contacts of the same name, the ways of the search are others.
TEST_F(AnalyticsQueries, LeadsAreFoundAmongManyContacts) {
    analyse(tenant.id, asha, "exec-1", 85, sample_time());
    analyse(tenant.id, ravi, "exec-2", 40, sample_time());
    insert_contact(tenant.id, asha, "Asha Rao", "asha@example.com");
    insert_contact(tenant.id, ravi, "Ravi Rao", "ravi@example.com");
    const auto id = std::to_string(tenant.id.value);
    change_rows(*database,
                "INSERT INTO contacts (public_id, user_id, phone_number, name, auto_created, "
                "created_at, updated_at) WITH RECURSIVE numbers (n) AS "
                "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4100) SELECT " +
                    std::string(database->engine() == Engine::sqlite ? "randomblob(16)"
                                                                     : "gen_random_uuid()") +
                    ", user_id, '+4420' || (70000000 + n), 'Jo Rao', auto_created, created_at, "
                    "updated_at FROM numbers CROSS JOIN contacts WHERE user_id = " +
                    id + " AND phone_number = '" + asha + "'");
    LeadFilter filter;
    filter.text = "rao";
    EXPECT_THAT(leads(filter, 1), ElementsAre(asha)) << "a page that the first leads fill";
    EXPECT_THAT(leads(filter), ElementsAre(asha, ravi)) << "a page that stays open";
    filter.text = "ao";
    EXPECT_THAT(leads(filter), ElementsAre(asha, ravi)) << "too short for the index";
    filter.text = "jo rao";
    EXPECT_THAT(leads(filter), IsEmpty()) << "contacts without analyses";
}

TEST_F(AnalyticsQueries, NeverShowATenantTheAnalysesOfAnother) {
    const CallRow row = analyse(other.id, asha, "exec-1", 85, sample_time());
    EXPECT_THAT(found({}), IsEmpty());
    EXPECT_THAT(found({AnalysisType::complete, {}, {}}), IsEmpty());
    EXPECT_THAT(found({{}, PhoneNumber::from_e164(asha), {}}), IsEmpty());
    EXPECT_THAT(found({{}, {}, row.public_id}), IsEmpty());
    EXPECT_THAT(leads({}), IsEmpty());
    database->read([&](Connection& connection) {
        EXPECT_FALSE(individual_of_call(connection, tenant.id, row.id));
    });
}

}  // namespace
}  // namespace callfold
