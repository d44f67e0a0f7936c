#include "http/routes/leads.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/analytics.h"
#include "storage/contacts.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using testing::RouteAnswer;
using namespace callfold::test;

const std::string asha = "+919000000101";
const std::string ravi = "+919000000102";

class LeadRoutesTest : public testing::RouteTest {
  protected:
    LeadRoutesTest() {
        asha_call_ = analyse(tenant_, asha, "exec-1", 85);
        analyse(tenant_, ravi, "exec-2", 40);
        analyse(other_, ravi, "exec-1", 90);
        database_->write([&](Connection& connection) {
            keep_contact(connection, tenant_.id, PhoneNumber::from_e164(asha),
                         {{"Asha Rao", false}, {"asha@example.com", false}, {}, {}}, asha_call_.id,
                         sample_time());
        });
    }

    CallRow analyse(const Tenant& tenant, const std::string& number,
                    const std::string& execution_id, int score) {
        return database_->write([&](Connection& connection) {
            const Transcript words = conversation("Hello", "about " + execution_id);
            const CallRow row =
                store_call(connection, tenant.id, execution_id,
                           answered_call(number, words, sample_time()), sample_time());
            const auto call = analyzed_call(connection, tenant.id, row.id).value();
            const AnalysisSource source{"rules", "", "rules-1", {}, &dropped_};
            replace_individual(connection, tenant.id, call, full_assessment(score), source,
                               sample_time());
            LeadStatistics statistics;
            statistics.calls = 1;
            statistics.answered_calls = 1;
            statistics.talk = milliseconds{59'250};
            statistics.average_score = score;
            statistics.first_call_at = sample_time();
            statistics.last_call_at = sample_time();
            replace_complete(connection, tenant.id, *call.number, {{row.id, *call.analysis_key}},
                             statistics, full_assessment(score), source, sample_time());
            return row;
        });
    }

    RouteAnswer get(const std::string& target) { return routes_.ask(of(tenant_), "GET", target); }

    std::vector<std::string> dropped_;
    CallRow asha_call_;
    testing::AskedRoutes routes_{lead_routes({*database_, clock_})};
};

TEST_F(LeadRoutesTest, ListLeadsAsTheContractHasThem) {
    const json page = get("/v1/leads").json();
    ASSERT_EQ(page["data"].size(), 2U);
    const json& lead = page["data"][0];
    EXPECT_EQ(lead, (json{{"phone_number", asha},
                          {"user_id", tenant_.public_id.text()},
                          {"contact_id", lead["contact_id"]},
                          {"contact_name", "Asha Rao"},
                          {"total_score", 85},
                          {"score_level", "very_high"},
                          {"lead_tag", "hot"},
                          {"sentiment", "positive"},
                          {"sentiment_score", 80},
                          {"engagement_trend", "unknown"},
                          {"summary", full_assessment(85).summary},
                          {"analyzer", "rules"},
                          {"latest_call_id", asha_call_.public_id.text()},
                          {"previous_calls_analyzed", 0},
                          {"dirty", false},
                          {"statistics",
                           {{"calls", 1},
                            {"answered_calls", 1},
                            {"talk_seconds", 59.25},
                            {"average_score", 85},
                            {"first_call_at", "2026-02-03T09:00:00Z"},
                            {"last_call_at", "2026-02-03T09:00:00Z"},
                            {"score_trend", "unknown"},
                            {"sentiment_trend", "unknown"}}},
                          {"analysis_timestamp", "2026-02-03T09:00:00Z"}}));
    EXPECT_TRUE(lead["contact_id"].is_string());
    EXPECT_EQ(page["data"][1]["contact_id"], nullptr);
}

TEST_F(LeadRoutesTest, FilterAndPage) {
    EXPECT_EQ(get("/v1/leads?tag=hot").json()["data"].size(), 1U);
    EXPECT_EQ(get("/v1/leads?min_score=86").json()["data"].size(), 0U);
    EXPECT_EQ(get("/v1/leads?q=asha%20RAO").json()["data"].size(), 1U);
    const json first = get("/v1/leads?limit=1").json();
    EXPECT_EQ(first["data"][0]["phone_number"], asha);
    const json second =
        get("/v1/leads?limit=1&cursor=" + first["next_cursor"].get<std::string>()).json();
    EXPECT_EQ(second["data"][0]["phone_number"], ravi);
    EXPECT_EQ(second["next_cursor"], nullptr);
    for (const char* query :
         {"tag=boiling", "min_score=101", "q=%20", "cursor=c10000000000000001", "limit=201"}) {
        EXPECT_EQ(get("/v1/leads?" + std::string(query)).error, ErrorCode::invalid_argument)
            << query;
    }
}

TEST_F(LeadRoutesTest, ShowAllAboutANumber) {
    for (const char* written : {"%2B919000000101", "090000%2000101"}) {
        const json lead = get("/v1/leads/" + std::string(written)).json();
        EXPECT_EQ(lead["phone_number"], asha);
        EXPECT_EQ(lead["complete"]["analysis_type"], "complete");
        EXPECT_EQ(lead["complete"]["call_id"], nullptr);
        EXPECT_EQ(lead["complete"]["latest_call_id"], asha_call_.public_id.text());
        EXPECT_EQ(lead["complete"]["recommended_actions"][0]["text"], "Confirm the visit");
        EXPECT_EQ(lead["individual"].size(), 1U);
        EXPECT_EQ(lead["calls"][0]["id"], asha_call_.public_id.text());
        EXPECT_EQ(lead["contact"]["name"], "Asha Rao");
    }
    EXPECT_EQ(get("/v1/leads/%2B919000000102").json()["complete"]["total_score"], 40);
    EXPECT_EQ(get("/v1/leads/%2B919000000109").error, ErrorCode::not_found);
    EXPECT_EQ(get("/v1/leads/asha").error, ErrorCode::not_found);
}

TEST_F(LeadRoutesTest, EraseANumberWhetherOrNotAnythingIsKnownOfIt) {
    const auto erase = [&](const Tenant& tenant) {
        return routes_.ask(of(tenant), "DELETE", "/v1/leads/%2B919000000101");
    };
    EXPECT_EQ(erase(other_).json(),
              (json{{"erased", true}, {"calls_erased", 0}, {"purged", true}}));
    EXPECT_EQ(get("/v1/leads/%2B919000000101").status, 200);
    EXPECT_EQ(erase(tenant_).json(),
              (json{{"erased", true}, {"calls_erased", 1}, {"purged", true}}));
    EXPECT_EQ(get("/v1/leads/%2B919000000101").error, ErrorCode::not_found);
    EXPECT_EQ(erase(tenant_).json(),
              (json{{"erased", true}, {"calls_erased", 0}, {"purged", true}}));
    EXPECT_EQ(routes_.ask(of(tenant_), "DELETE", "/v1/leads/asha").error, ErrorCode::not_found);
}

TEST_F(LeadRoutesTest, ShowAnIndividualAnalysisAsTheContractHasIt) {
    const json page =
        get("/v1/lead-analytics?analysis_type=individual&phone_number=090000%2000101").json();
    ASSERT_EQ(page["data"].size(), 1U);
    const json& row = page["data"][0];
    const json no_claims = json::array();
    EXPECT_EQ(row["model"], nullptr);
    EXPECT_EQ(row["intent_level"], "very_high");
    EXPECT_EQ(row["engagement_level"], "very_low");
    EXPECT_EQ(
        row["key_topics"],
        (json{{{"text", "Price of a flat"}, {"quote", "what does it cost"}, {"verified", true}}}));
    EXPECT_EQ(row["customer_name"],
              (json{{"value", "Asha Rao"}, {"quote", "this is Asha Rao"}, {"verified", true}}));
    EXPECT_EQ(row["customer_phone"], nullptr);
    EXPECT_EQ(row["extra"], (json{{"preferred_language", "Hindi"}}));
    for (const char* of_complete : {"statistics", "dirty", "latest_call_id", "recommended_actions",
                                    "key_decision_factors", "engagement_trend"}) {
        EXPECT_FALSE(row.contains(of_complete)) << of_complete;
    }
}

TEST_F(LeadRoutesTest, ListAnalysesByCallAndPage) {
    EXPECT_EQ(get("/v1/lead-analytics").json()["data"].size(), 4U);
    const std::string of_call = "/v1/lead-analytics?call_id=" + asha_call_.public_id.text();
    EXPECT_EQ(get(of_call).json()["data"].size(), 2U);
    EXPECT_EQ(get(of_call + "&analysis_type=complete").json()["data"].size(), 1U);
    const json first = get("/v1/lead-analytics?limit=3").json();
    const json second =
        get("/v1/lead-analytics?limit=3&cursor=" + first["next_cursor"].get<std::string>()).json();
    EXPECT_EQ(second["data"].size(), 1U);
    EXPECT_EQ(get("/v1/lead-analytics?analysis_type=both").error, ErrorCode::invalid_argument);
    EXPECT_EQ(get("/v1/lead-analytics?phone_number=asha").error, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace callfold::http
