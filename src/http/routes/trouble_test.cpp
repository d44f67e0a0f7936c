#include "http/routes/trouble.h"

#include <nlohmann/json.hpp>

#include "domain/trouble_report.h"
#include "http/testing/route_test.h"
#include "storage/endpoint_arrivals.h"
#include "storage/endpoints.h"
#include "storage/events.h"
#include "storage/jobs.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using namespace callfold::test;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");

class TroubleRoutesTest : public testing::RouteTest {
  protected:
    json groups(const Tenant& tenant) {
        return routes_.ask(of(tenant), "GET", "/v1/trouble").json()["data"];
    }
    json groups() { return groups(tenant_); }

    Endpoint endpoint() {
        return database_->write([&](Connection& connection) {
            return create_endpoint(connection, tenant_.id, "bolna", {"Production", {}, {}, true},
                                   sample_time())
                .endpoint;
        });
    }

    void heard(const Endpoint& endpoint, Instant at) {
        database_->write([&](Connection& connection) {
            note_arrivals(connection, {{endpoint.id, {tenant_.id, at, at}}});
        });
    }

    CallRow store(const Call& call) {
        return database_->write([&](Connection& connection) {
            return store_call(connection, tenant_.id, "exec-1", call, sample_time());
        });
    }

    std::optional<ModelPause> pause_;
    SettingsCache settings_{*database_};
    testing::AskedRoutes routes_{
        trouble_routes({*database_, settings_, clock_, [this] { return pause_; }, hours{24}})};
};

TEST_F(TroubleRoutesTest, NothingIsGoodNews) {
    heard(endpoint(), sample_time() - hours{1});
    EXPECT_EQ(groups(), json::array());
}

TEST_F(TroubleRoutesTest, AnEndpointThatFellSilent) {
    const Endpoint used = endpoint();
    endpoint();  // waits for its first webhook: no trouble
    heard(used, sample_time() - hours{25});
    const json found = groups();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["kind"], "silent-endpoint");
    EXPECT_EQ(found[0]["cause"], "No webhook for longer than expected.");
    EXPECT_EQ(found[0]["remedy"]["action"], "check-endpoint");
    EXPECT_EQ(found[0]["items"][0]["id"], used.public_id.text());
    EXPECT_EQ(found[0]["items"][0]["at"], to_rfc3339(sample_time() - hours{25}));
    EXPECT_EQ(found[0]["pause"], nullptr);
    EXPECT_EQ(groups(other_), json::array());
    heard(endpoint(), sample_time() - hours{30});
    ASSERT_EQ(groups().size(), 1U);
    EXPECT_EQ(groups()[0]["count"], 2);
    EXPECT_EQ(groups()[0]["first_at"], to_rfc3339(sample_time() - hours{30}));
}

TEST_F(TroubleRoutesTest, ADisabledEndpointMayBeSilent) {
    const Endpoint used = endpoint();
    heard(used, sample_time() - hours{25});
    database_->write([&](Connection& connection) {
        EndpointFields fields = used.fields;
        fields.enabled = false;
        return update_endpoint(connection, tenant_.id, used.public_id, fields, sample_time())
            .has_value();
    });
    EXPECT_EQ(groups(), json::array());
}

TEST_F(TroubleRoutesTest, WebhooksInQuarantine) {
    const Endpoint used = endpoint();
    database_->write([&](Connection& connection) {
        keep_in_quarantine(connection, {tenant_.id, "bolna", used.id, "The body has no id.",
                                        "application/json", "zstd", 4, "p", sample_time()});
    });
    const json found = groups();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["kind"], "quarantine");
    EXPECT_EQ(found[0]["cause"], "The body has no id.");
    EXPECT_EQ(found[0]["remedy"]["action"], "replay-quarantined");
    EXPECT_EQ(found[0]["count"], 1);
}

TEST_F(TroubleRoutesTest, FailedJobsByTheirCause) {
    database_->write([&](Connection& connection) {
        test::request_lead_analysis(connection, tenant_.id, asha, "p", sample_time());
        const auto jobs = claim_jobs(connection, tenant_.id, "node", sample_time(),
                                     sample_time() + minutes{1}, 1);
        finish_job(connection, jobs.front(), "node", JobState::failed, "The model said no.",
                   sample_time());
    });
    const json found = groups();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["kind"], "failed-job");
    EXPECT_EQ(found[0]["cause"], "The model said no.");
    EXPECT_EQ(found[0]["items"][0]["phone_number"], asha.e164());
    EXPECT_TRUE(found[0]["items"][0]["id"].is_string());
}

TEST_F(TroubleRoutesTest, APausedModelAndTheJobsThatItHolds) {
    const Instant since = sample_time() - minutes{10};
    const Instant next = sample_time() + minutes{5};
    pause_ = ModelPause{PauseCause::rejection, "The key is refused.", since, std::nullopt, next};
    database_->write([&](Connection& connection) {
        test::request_lead_analysis(connection, tenant_.id, asha, "p", sample_time());
        hold_jobs(connection, tenant_.id, "The key is refused.", {}, std::nullopt, 10);
    });
    const json found = groups();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]["kind"], "breaker-open");
    EXPECT_EQ(found[0]["cause"], "The key is refused.");
    EXPECT_EQ(found[0]["items"][0]["id"], nullptr);
    EXPECT_EQ(found[0]["items"][0]["at"], to_rfc3339(since));
    EXPECT_EQ(found[0]["first_at"], to_rfc3339(since));
    EXPECT_EQ(found[0]["remedy"]["text"], remedy_of_pause(PauseCause::rejection).text);
    EXPECT_EQ(found[0]["pause"], (json{{"cause", "rejection"},
                                       {"because", "The key is refused."},
                                       {"since", to_rfc3339(since)},
                                       {"last_trial_at", nullptr},
                                       {"next_trial_at", to_rfc3339(next)}}));
    EXPECT_EQ(found[1]["kind"], "held-job");
    EXPECT_EQ(found[1]["remedy"]["action"], "mend-model");
    EXPECT_EQ(found[1]["pause"], nullptr);
}

TEST_F(TroubleRoutesTest, AModelThatDoesNotAnswerMendsItself) {
    pause_ = ModelPause{PauseCause::outage, "The model's server failed.", sample_time(),
                        sample_time() + seconds{30}, std::nullopt};
    const json found = groups();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]["remedy"]["text"], remedy_of_pause(PauseCause::outage).text);
    EXPECT_EQ(found[0]["pause"]["cause"], "outage");
    EXPECT_EQ(found[0]["pause"]["last_trial_at"], to_rfc3339(sample_time() + seconds{30}));
    EXPECT_EQ(found[0]["pause"]["next_trial_at"], nullptr);
}

TEST_F(TroubleRoutesTest, StatusesThatNobodyKnows) {
    Call call;
    call.unknown_statuses = {"paused", "resumed"};
    const CallRow row = store(call);
    const json found = groups();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]["kind"], "unknown-status");
    EXPECT_EQ(found[0]["cause"], "bolna sent the status \"paused\", which nobody knows.");
    EXPECT_EQ(found[1]["items"][0]["call_id"], row.public_id.text());
}

TEST_F(TroubleRoutesTest, CallsWithoutNews) {
    Call call;
    call.status = LifecycleStatus::ringing;
    call.last_event_at = sample_time() - hours{2};
    store(call);
    EXPECT_EQ(groups(), json::array());
    clock_.advance(minutes{1});
    ASSERT_EQ(groups().size(), 1U);
    EXPECT_EQ(groups()[0]["kind"], "no-news");
}

}  // namespace
}  // namespace callfold::http
