#include "http/routes/calls.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "domain/event_codec.h"
#include "http/testing/route_test.h"
#include "storage/analytics.h"
#include "storage/events.h"
#include "storage/full_text.h"
#include "storage/jobs.h"
#include "storage/ledger.h"
#include "storage/model_requests.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using testing::RouteAnswer;
using namespace callfold::test;

const std::string asha = "+919000000101";

std::set<std::string> keys_of(const json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.insert(key);
    return keys;
}

class CallRoutesTest : public testing::RouteTest {
  protected:
    // A call that was answered, with its words, an analysis, a charge, jobs and two requests to the
    // model.
    CallRow store_full_call(const Tenant& tenant) {
        return database_->write([&](Connection& connection) {
            const CallRow row = store_call(connection, tenant.id, "exec-1",
                                           answered_call(asha, words_, sample_time() + minutes{10}),
                                           sample_time(), AnalysisStatus::done);
            test::keep_transcript(connection, tenant.id, row.id, words_, sample_time());
            index_transcripts(connection, unindexed_transcripts(connection, 100));
            store_analysis(connection, tenant.id, row.id);
            const auto charge =
                charge_transfer(row.public_id.text(), Credits{}, Credits::from_micro(1'000'000), 1);
            const NewTransfer transfer{tenant.id, charge.value(), row.id};
            post_transfers(connection, {&transfer, 1}, sample_time());
            return row;
        });
    }

    void store_analysis(Connection& connection, TenantId tenant, CallId call) {
        test::request_call_analysis(connection, tenant, call, words_.digest(), "p", sample_time());
        const auto job =
            claim_jobs(connection, tenant, "node", sample_time(), sample_time() + minutes{1}, 1)
                .front();
        const auto request = record_model_request(connection, job, AnalysisType::individual,
                                                  "openai", sample_time());
        const std::vector<std::string> dropped;
        replace_individual(connection, tenant, analyzed_call(connection, tenant, call).value(),
                           full_assessment(85),
                           {"openai", "gpt-5-mini", "individual-3", request, &dropped},
                           sample_time());
        finish_job(connection, job, "node", JobState::done, std::nullopt,
                   sample_time() + minutes{1});
    }

    RouteAnswer get(const Tenant& tenant, const std::string& target) {
        return routes_.ask(of(tenant), "GET", target);
    }

    int woken_ = 0;
    SettingsCache settings_{*database_};
    const Transcript words_ = conversation("Hello", "Could I see the flat on Saturday?");
    testing::AskedRoutes routes_{
        call_routes({*database_, clock_, [this] { ++woken_; }, settings_, {}})};
};

TEST_F(CallRoutesTest, ShowACallAsTheContractHasIt) {
    const CallRow row = store_full_call(tenant_);
    clock_.advance(hours{100});
    const json shown = get(tenant_, "/v1/calls").json()["data"][0];
    const json agent_id = shown["agent_id"];
    EXPECT_TRUE(agent_id.is_string());
    EXPECT_EQ(shown, (json{{"id", row.public_id.text()},
                           {"execution_id", "exec-1"},
                           {"provider", "bolna"},
                           {"agent_id", agent_id},
                           {"agent_name", nullptr},
                           {"user_id", tenant_.public_id.text()},
                           {"phone_number", asha},
                           {"agent_number", "+919000000201"},
                           {"customer_name", "Asha Rao"},
                           {"direction", "outbound"},
                           {"batch_id", "batch-7"},
                           {"call_lifecycle_status", "completed"},
                           {"outcome", "answered"},
                           {"attempt", 0},
                           {"voicemail", false},
                           {"no_news", false},
                           {"hangup_by", "user"},
                           {"hangup_provider_by", "Callee"},
                           {"hangup_reason", "Call recipient hung up"},
                           {"hangup_provider_code", "4000"},
                           {"initiated_at", "2026-02-03T09:07:01Z"},
                           {"ringing_started_at", "2026-02-03T09:08:00Z"},
                           {"call_answered_at", "2026-02-03T09:09:00Z"},
                           {"call_disconnected_at", "2026-02-03T09:10:00Z"},
                           {"completed_at", "2026-02-03T09:10:05Z"},
                           {"ended_at", "2026-02-03T09:10:00Z"},
                           {"duration_seconds", 59.25},
                           {"recording_url", "https://recordings.example.com/1.mp3"},
                           {"error_message", nullptr},
                           {"provider_cost", {{"amount", "0.0612"}, {"currency", "USD"}}},
                           {"credits_charged", "1"},
                           {"unbilled", false},
                           {"analysis_status", "done"},
                           {"duplicates", 0},
                           {"sealed", false},
                           {"erased", false},
                           {"trouble", json::array()},
                           {"highlight", nullptr},
                           {"created_at", "2026-02-03T09:00:00Z"},
                           {"updated_at", "2026-02-03T09:00:00Z"}}));
}

TEST_F(CallRoutesTest, ShowAllThatBelongsToACall) {
    const CallRow row = store_full_call(tenant_);
    const RouteAnswer answer = get(tenant_, "/v1/calls/" + row.public_id.text());
    const json shown = answer.json();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(
        shown["stages"],
        (json{{{"name", "queued"}, {"at", "2026-02-03T09:07:00Z"}, {"duration_seconds", 1.0}},
              {{"name", "initiated"}, {"at", "2026-02-03T09:07:01Z"}, {"duration_seconds", 59.0}},
              {{"name", "ringing"}, {"at", "2026-02-03T09:08:00Z"}, {"duration_seconds", 60.0}},
              {{"name", "in-progress"}, {"at", "2026-02-03T09:09:00Z"}, {"duration_seconds", 60.0}},
              {{"name", "call-disconnected"},
               {"at", "2026-02-03T09:10:00Z"},
               {"duration_seconds", 5.0}},
              {{"name", "completed"},
               {"at", "2026-02-03T09:10:05Z"},
               {"duration_seconds", nullptr}}}));
    EXPECT_EQ(shown["transcript"],
              (json{{{"speaker", "agent"}, {"text", "Hello"}, {"start_seconds", 0.0}},
                    {{"speaker", "customer"},
                     {"text", "Could I see the flat on Saturday?"},
                     {"start_seconds", nullptr}}}));
    EXPECT_EQ(shown["telephony_duration_seconds"], 61.0);
    EXPECT_EQ(shown["billable_duration_seconds"], 59.25);
    EXPECT_EQ(shown["provider_summary"], "Asha wants to visit.");
    EXPECT_EQ(shown["extracted_data"], (json{{"visit_day", "Saturday"}}));
    EXPECT_EQ(shown["analysis"]["total_score"], 85);
    EXPECT_EQ(shown["analysis"]["call_id"], row.public_id.text());
    EXPECT_EQ(shown["transfers"][0]["balance_change"], "-1");
    EXPECT_EQ(shown["transfers"][0]["call_id"], row.public_id.text());
    EXPECT_EQ(shown["model_requests"][0]["outcome"], "sent");
    EXPECT_EQ(shown["model_requests"][0]["model"], nullptr);
    EXPECT_EQ(shown["model_requests"][0]["input_tokens"], nullptr);
    EXPECT_EQ(shown["model_requests"][0]["cost_usd"], nullptr);
    EXPECT_EQ(shown["jobs"][0]["state"], "done");
    EXPECT_EQ(shown["jobs"][0]["kind"], "analyze-call");
    EXPECT_EQ(shown["jobs"][0]["run_at"], nullptr);
    EXPECT_EQ(shown["jobs"][0]["finished_at"], "2026-02-03T09:01:00Z");
}

TEST_F(CallRoutesTest, StagesOutOfOrderHaveNoDurationBetweenThem) {
    Call call;
    call.stages.ringing = sample_time();
    call.stages.in_progress = sample_time() - seconds{1};
    const CallRow row = database_->write([&](Connection& connection) {
        return store_call(connection, tenant_.id, "exec-1", call, sample_time());
    });
    const json stages = get(tenant_, "/v1/calls/" + row.public_id.text()).json()["stages"];
    EXPECT_EQ(stages[0]["duration_seconds"], nullptr);
    EXPECT_EQ(stages[1]["name"], "in-progress");
}

TEST_F(CallRoutesTest, NoNewsIsDecidedWhenACallIsLookedAt) {
    Call call;
    call.status = LifecycleStatus::ringing;
    call.last_event_at = sample_time();
    database_->write([&](Connection& connection) {
        store_call(connection, tenant_.id, "exec-1", call, sample_time());
    });
    EXPECT_EQ(get(tenant_, "/v1/calls").json()["data"][0]["no_news"], false);
    clock_.advance(hours{2} + seconds{1});
    const json shown = get(tenant_, "/v1/calls").json()["data"][0];
    EXPECT_EQ(shown["no_news"], true);
    EXPECT_EQ(shown["trouble"][0]["kind"], "no-news");
}

TEST_F(CallRoutesTest, FiltersAreReadAndRefused) {
    store_full_call(tenant_);
    const auto count = [&](const std::string& query) {
        return get(tenant_, "/v1/calls?" + query).json()["data"].size();
    };
    for (const char* query :
         {"status=completed", "phone=%2B919000000101", "phone=090000%2000101", "analysis=done",
          "from=2026-02-03T09:00:00Z", "to=2026-02-03T09:00:01Z", "q=SATURDAY%20flat",
          "status=completed&q=flat", "outcome=answered", "outcome=answered&q=flat"}) {
        EXPECT_EQ(count(query), 1U) << query;
    }
    for (const char* query :
         {"status=busy", "phone=%2B919000000102", "analysis=failed", "outcome=busy",
          "outcome=voicemail", "outcome=no-answer&q=flat", "from=2026-02-03T09:00:01Z",
          "to=2026-02-03T09:00:00Z", "q=sunday", "agent_id=019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01"}) {
        EXPECT_EQ(count(query), 0U) << query;
    }
    for (const char* query : {"status=lost", "outcome=lost", "phone=asha", "analysis=maybe",
                              "from=yesterday", "agent_id=7", "q=%20", "limit=0", "cursor=x"}) {
        EXPECT_EQ(get(tenant_, "/v1/calls?" + std::string(query)).error,
                  ErrorCode::invalid_argument)
            << query;
    }
}

TEST_F(CallRoutesTest, PagesContinueWithTheirCursor) {
    database_->write([&](Connection& connection) {
        for (int i = 0; i < 3; ++i) {
            store_call(connection, tenant_.id, "exec-" + std::to_string(i), Call{}, sample_time());
        }
    });
    const json first = get(tenant_, "/v1/calls?limit=2").json();
    EXPECT_EQ(first["data"][1]["execution_id"], "exec-1");
    const json second =
        get(tenant_, "/v1/calls?limit=2&cursor=" + first["next_cursor"].get<std::string>()).json();
    EXPECT_EQ(second["data"].size(), 1U);
    EXPECT_EQ(second["data"][0]["execution_id"], "exec-0");
    EXPECT_EQ(second["next_cursor"], nullptr);
}

TEST_F(CallRoutesTest, ShowWhatEachEventSaid) {
    CallEvent event;
    event.kind = EventKind::completed;
    event.provider_status = "completed";
    event.facts.conversation_duration = milliseconds{33'200};
    event.facts.hangup = Hangup{"Callee", HangupParty::callee, std::nullopt, "4000"};
    event.facts.cost = ProviderCost{61'200, "USD"};
    event.facts.extracted_data = R"({"visit_day":"Saturday"})";
    event.facts.transcript = TranscriptFact{words_.digest(), true};
    event.warnings = {"`telephony_duration` is not a number."};
    seal_digest(event);
    const TenantRow third = database_->write([&](Connection& connection) {
        const TenantRow made = insert_tenant(connection, "Third");
        const CallRow call = store_call(connection, made.id, "exec-1", Call{}, sample_time());
        const std::string facts = encode_facts(event.facts);
        const NewEvent added{made.id, call.id, &event, facts, sample_time(), made.endpoint, true,
                             false,   "",      "",     0};
        add_events(connection, {&added, 1});
        return made;
    });
    const Identity identity{third.id, Uuid{}, false};
    const json call = routes_.ask(identity, "GET", "/v1/calls").json()["data"][0];
    const std::string target = "/v1/calls/" + call["id"].get<std::string>() + "/events";
    const json shown = routes_.ask(identity, "GET", target).json()["data"][0];
    EXPECT_EQ(
        shown,
        (json{{"id", shown["id"]},
              {"call_id", call["id"]},
              {"endpoint_id", third.endpoint_public_id.text()},
              {"kind", "completed"},
              {"provider_status", "completed"},
              {"occurred_at", nullptr},
              {"received_at", "2026-02-03T09:00:00Z"},
              {"effective_at", "2026-02-03T09:00:00Z"},
              {"retry_count", nullptr},
              {"weak", false},
              {"late", true},
              {"duplicates", 0},
              {"digest", event.digest.hex()},
              {"facts",
               {{"conversation_duration_seconds", 33.2},
                {"hangup", {{"by", "Callee"}, {"provider_code", "4000"}}},
                {"provider_cost", {{"amount", "0.0612"}, {"currency", "USD"}}},
                {"extracted_data", {{"visit_day", "Saturday"}}},
                {"transcript", {{"digest", words_.digest().hex()}, {"customer_spoke", true}}}}},
              {"changes", json::array()},
              {"warnings", {"`telephony_duration` is not a number."}}}));
    EXPECT_EQ(get(tenant_, target).error, ErrorCode::not_found);
}

TEST_F(CallRoutesTest, AnalyseACallAgain) {
    const CallRow row = store_full_call(tenant_);
    const std::string target = "/v1/calls/" + row.public_id.text() + "/analyze";
    const RouteAnswer answer = routes_.ask(of(tenant_), "POST", target);
    EXPECT_EQ(answer.status, 202);
    const json jobs = answer.json()["jobs"];
    ASSERT_EQ(jobs.size(), 2U);
    EXPECT_EQ(jobs[0]["kind"], "analyze-call");
    EXPECT_EQ(jobs[0]["state"], "waiting");
    EXPECT_EQ(jobs[0]["call_id"], row.public_id.text());
    EXPECT_EQ(jobs[1]["kind"], "analyze-lead");
    EXPECT_EQ(jobs[1]["phone_number"], asha);
    EXPECT_EQ(woken_, 1);
    const json call = get(tenant_, "/v1/calls/" + row.public_id.text()).json();
    EXPECT_EQ(call["analysis_status"], "pending");
    EXPECT_EQ(call["analysis"]["total_score"], 85);
    EXPECT_EQ(routes_.ask(of(tenant_), "POST", target).json()["jobs"][0]["id"], jobs[0]["id"]);
}

TEST_F(CallRoutesTest, NothingToAnalyseIsAConflict) {
    const CallRow row = database_->write([&](Connection& connection) {
        return store_call(connection, tenant_.id, "exec-1", Call{}, sample_time());
    });
    const std::string target = "/v1/calls/" + row.public_id.text() + "/analyze";
    const RouteAnswer refused = routes_.ask(of(tenant_), "POST", target);
    EXPECT_EQ(refused.error, ErrorCode::conflict);
    EXPECT_THAT(refused.message, HasSubstr("no words of the customer"));
    EXPECT_EQ(woken_, 0);
}

TEST_F(CallRoutesTest, AnotherTenantsCallIsNotThere) {
    const CallRow row = store_full_call(other_);
    const std::string target = "/v1/calls/" + row.public_id.text();
    EXPECT_EQ(get(tenant_, target).error, ErrorCode::not_found);
    EXPECT_EQ(get(tenant_, target + "/events").error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(tenant_), "POST", target + "/analyze").error, ErrorCode::not_found);
    EXPECT_TRUE(get(tenant_, "/v1/calls").json()["data"].empty());
    EXPECT_EQ(get(tenant_, "/v1/calls/no-uuid").error, ErrorCode::not_found);
}

TEST_F(CallRoutesTest, AnAdministratorLooksANumberUpAcrossTenants) {
    store_full_call(tenant_);
    store_full_call(other_);
    const auto look_up = [&](const std::string& query) {
        return routes_.ask(admin_of(tenant_), "GET", "/v1/admin/calls" + query);
    };
    const json found = look_up("?phone=%2B919000000101&limit=1").json();
    EXPECT_EQ(found["data"][0]["user_id"], other_.public_id.text());
    const json rest =
        look_up("?phone=%2B919000000101&cursor=" + found["next_cursor"].get<std::string>()).json();
    EXPECT_EQ(rest["data"].size(), 1U);
    EXPECT_EQ(rest["data"][0]["user_id"], tenant_.public_id.text());
    EXPECT_EQ(look_up("").error, ErrorCode::invalid_argument);
    EXPECT_EQ(look_up("?phone=09000000101").error, ErrorCode::invalid_argument);
    for (const Route& route : routes_.routes()) {
        EXPECT_EQ(route.access == Access::admin, route.pattern == "/v1/admin/calls");
    }
}

TEST_F(CallRoutesTest, ListAndDetailDifferByWhatBelongsToACall) {
    const CallRow row = store_full_call(tenant_);
    const auto listed = keys_of(get(tenant_, "/v1/calls").json()["data"][0]);
    auto detailed = keys_of(get(tenant_, "/v1/calls/" + row.public_id.text()).json());
    for (const std::string& key : listed)
        EXPECT_EQ(detailed.erase(key), 1U) << key;
    EXPECT_EQ(detailed,
              (std::set<std::string>{"analysis", "billable_duration_seconds", "extracted_data",
                                     "jobs", "model_requests", "provider_summary", "stages",
                                     "telephony_duration_seconds", "transcript", "transfers"}));
}

}  // namespace
}  // namespace callfold::http
