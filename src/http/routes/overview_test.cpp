#include "http/routes/overview.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/analytics.h"
#include "storage/counters.h"
#include "storage/endpoint_arrivals.h"
#include "storage/jobs.h"
#include "storage/ledger.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using namespace callfold::test;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");

class OverviewRoutesTest : public testing::RouteTest {
  protected:
    void count_call(Instant at, Outcome outcome, std::int64_t talk_s, std::int64_t credits) {
        database_->write([&](Connection& connection) {
            Call call;
            call.status = LifecycleStatus::completed;
            call.outcome = outcome;
            call.ended_at = at;
            call.first_occurred_at = at;
            call.conversation_duration = seconds{talk_s};
            call.price = Credits::from_micro(credits * 1'000'000);
            add_counters(connection, {{tenant_.id, contributions(call)}});
        });
    }

    CallRow store(const std::string& execution_id, std::optional<LifecycleStatus> status,
                  Instant last_event_at) {
        return database_->write([&](Connection& connection) {
            Call call;
            call.status = status;
            call.last_event_at = last_event_at;
            if (status == LifecycleStatus::call_disconnected) call.ended_at = last_event_at;
            return store_call(connection, tenant_.id, execution_id, call, sample_time());
        });
    }

    void analyse(const std::string& execution_id, int score, Sentiment sentiment) {
        const CallRow row = store(execution_id, LifecycleStatus::completed, sample_time());
        database_->write([&](Connection& connection) {
            const std::vector<std::string> dropped;
            const AnalysisSource source{"rules", "", "rules-1", {}, &dropped};
            Assessment assessment = full_assessment(score);
            assessment.sentiment = sentiment;
            AnalyzedCall call = analyzed_call(connection, tenant_.id, row.id).value();
            call.analysis_key = Digest::of(execution_id);
            replace_individual(connection, tenant_.id, call, assessment, source, clock_.now());
            replace_complete(connection, tenant_.id, asha, {{row.id, *call.analysis_key}}, {},
                             assessment, source, clock_.now());
        });
    }

    json get(Instant from, Instant to, const Tenant& tenant) {
        return routes_
            .ask(of(tenant), "GET",
                 "/v1/overview?from=" + to_rfc3339(from) + "&to=" + to_rfc3339(to))
            .json();
    }
    json get(Instant from, Instant to) { return get(from, to, tenant_); }
    json today() { return get(sample_time() - days{1}, sample_time()); }

    std::optional<ModelPause> pause_;
    testing::AskedRoutes routes_{overview_routes({*database_, clock_, [this] { return pause_; }})};
};

TEST_F(OverviewRoutesTest, ComparesThePeriodWithTheOneBefore) {
    const Instant now = sample_time();
    count_call(now - hours{30}, Outcome::answered, 60, 1);
    count_call(now - hours{2}, Outcome::answered, 90, 2);
    count_call(now - hours{1}, Outcome::no_answer, 0, 0);
    const json overview = get(now - hours{24}, now);
    EXPECT_EQ(overview["previous_from"], to_rfc3339(now - hours{48}));
    EXPECT_EQ(overview["current"]["calls"], 2);
    EXPECT_EQ(overview["current"]["answered"], 1);
    EXPECT_EQ(overview["current"]["answer_rate"], 0.5);
    EXPECT_EQ(overview["current"]["average_talk_seconds"], 90.0);
    EXPECT_EQ(overview["current"]["credits_charged"], "2");
    EXPECT_EQ(overview["previous"]["calls"], 1);
}

TEST_F(OverviewRoutesTest, WhatIsNotKnownIsNull) {
    count_call(sample_time() - hours{2}, Outcome::answered, 90, 2);
    const json overview = get(sample_time() - hours{24}, sample_time());
    EXPECT_EQ(overview["previous"], nullptr);
    EXPECT_EQ(overview["credits"]["burn_per_day"], nullptr);
    EXPECT_EQ(overview["health"]["ingest"]["last_webhook_at"], nullptr);
    const json empty = get(sample_time() - hours{24}, sample_time(), other_);
    EXPECT_EQ(empty["current"]["calls"], 0);
    EXPECT_EQ(empty["current"]["answer_rate"], nullptr);
    EXPECT_EQ(empty["current"]["average_talk_seconds"], nullptr);
    for (const json& day : empty["sentiment"])
        EXPECT_EQ(day["average_score"], nullptr);
}

TEST_F(OverviewRoutesTest, WidensToWholeQuartersOfAnHour) {
    const json overview = get(sample_time() + seconds{1}, sample_time() + minutes{16});
    EXPECT_EQ(overview["from"], to_rfc3339(sample_time()));
    EXPECT_EQ(overview["to"], to_rfc3339(sample_time() + minutes{30}));
}

TEST_F(OverviewRoutesTest, TheFunnelHoldsCallsThatMayStillGoOn) {
    const Instant now = sample_time();
    store("ringing-1", LifecycleStatus::ringing, now - minutes{1});
    store("ringing-2", LifecycleStatus::ringing, now - minutes{2});
    store("forgotten", LifecycleStatus::ringing, now - hours{3});
    store("disconnected", LifecycleStatus::call_disconnected, now - minutes{3});
    store("unknown", std::nullopt, now - minutes{3});
    const json live = today()["live"];
    EXPECT_EQ(live, (json{{"queued", 0},
                          {"initiated", 0},
                          {"ringing", 2},
                          {"in_progress", 0},
                          {"call_disconnected", 1}}));
}

TEST_F(OverviewRoutesTest, CountsLeadsByTagAsTheyAreNow) {
    analyse("call-1", 85, Sentiment::positive);
    EXPECT_EQ(today()["lead_tags"]["hot"], 1);
    analyse("call-2", 45, Sentiment::negative);
    EXPECT_EQ(today()["lead_tags"], (json{{"hot", 0}, {"warm", 0}, {"cool", 1}, {"cold", 0}}));
    change_rows(*database_, "DELETE FROM lead_analytics");
    EXPECT_EQ(today()["lead_tags"]["cool"], 0);
}

TEST_F(OverviewRoutesTest, TheMoodOfADayIsTheMeanOfItsAnalyses) {
    analyse("call-1", 85, Sentiment::positive);
    analyse("call-2", 45, Sentiment::negative);
    const json sentiment = get(sample_time() - days{1}, sample_time() + hours{1})["sentiment"];
    ASSERT_EQ(sentiment.size(), 2U);
    EXPECT_EQ(sentiment[0]["analyses"], 0);
    EXPECT_EQ(sentiment[1]["analyses"], 2);
    EXPECT_EQ(sentiment[1]["average_score"], 50.0);
    change_rows(*database_, "DELETE FROM lead_analytics WHERE sentiment = 'negative'");
    EXPECT_EQ(
        get(sample_time() - days{1}, sample_time() + hours{1})["sentiment"][1]["average_score"],
        80.0);
}

TEST_F(OverviewRoutesTest, TellsHowLongTheCreditsLast) {
    count_call(sample_time() - days{4}, Outcome::answered, 60, 8);
    const json credits = today()["credits"];
    EXPECT_EQ(credits["balance"], "0");
    EXPECT_EQ(credits["burn_per_day"], "2");
    EXPECT_EQ(credits["days_left"], 0.0);
}

TEST_F(OverviewRoutesTest, TellsHowTheServerKeepsUp) {
    const Instant since = sample_time() - minutes{10};
    pause_ = ModelPause{PauseCause::rejection, "The key is refused.", since, since + minutes{5},
                        since + minutes{15}};
    database_->write([&](Connection& connection) {
        test::request_lead_analysis(connection, tenant_.id, asha, "p", sample_time());
        hold_jobs(connection, tenant_.id, "The key is refused.", {}, std::nullopt, 10);
        const TenantRow with_endpoint = insert_tenant(connection, "unused");
        note_arrivals(connection, {{with_endpoint.endpoint,
                                    {tenant_.id, sample_time(), sample_time() + seconds{5}}}});
        note_arrivals(connection, {{with_endpoint.endpoint,
                                    {tenant_.id, sample_time(), sample_time() + seconds{3}}}});
    });
    EXPECT_EQ(
        today()["health"],
        (json{{"ingest",
               {{"last_webhook_at", to_rfc3339(sample_time() + seconds{5})}, {"quarantined", 0}}},
              {"analysis",
               {{"waiting", 1},
                {"running", 0},
                {"failed", 0},
                {"held", 1},
                {"paused_because", "The key is refused."},
                {"pause",
                 {{"cause", "rejection"},
                  {"because", "The key is refused."},
                  {"since", to_rfc3339(since)},
                  {"last_trial_at", to_rfc3339(since + minutes{5})},
                  {"next_trial_at", to_rfc3339(since + minutes{15})}}}}}}));
}

TEST_F(OverviewRoutesTest, RefusesAPeriodThatIsNone) {
    for (const char* query :
         {"", "?from=2026-02-03T09:00:00Z", "?from=2026-02-03T09:00:00Z&to=2026-02-03T09:00:00Z",
          "?from=2020-02-03T09:00:00Z&to=2026-02-03T09:00:00Z"}) {
        EXPECT_EQ(routes_.ask(of(tenant_), "GET", std::string("/v1/overview") + query).error,
                  ErrorCode::invalid_argument)
            << query;
    }
}

}  // namespace
}  // namespace callfold::http
