#include "http/routes/jobs.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/jobs.h"
#include "storage/testing/sample_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using testing::RouteAnswer;
using namespace callfold::test;

const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");

class JobRoutesTest : public testing::RouteTest {
  protected:
    JobRoutesTest() {
        database_->write([&](Connection& connection) {
            test::request_lead_analysis(connection, tenant_.id, asha, "p", sample_time());
        });
    }

    void fail_job() {
        database_->write([&](Connection& connection) {
            const auto jobs = claim_jobs(connection, tenant_.id, "node", sample_time(),
                                         sample_time() + minutes{1}, 1);
            finish_job(connection, jobs.front(), "node", JobState::failed, "The model said no.",
                       sample_time() + minutes{1});
        });
    }

    json list(const Tenant& tenant, const std::string& query = "") {
        return routes_.ask(of(tenant), "GET", "/v1/jobs" + query).json()["data"];
    }
    RouteAnswer retry(const Tenant& tenant, const std::string& id) {
        return routes_.ask(of(tenant), "POST", "/v1/jobs/" + id + "/retry");
    }

    int woken_ = 0;
    testing::AskedRoutes routes_{job_routes({*database_, clock_, [this] { ++woken_; }})};
};

TEST_F(JobRoutesTest, ListAsTheContractHasThem) {
    const json rows = list(tenant_, "?state=waiting&kind=analyze-lead");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0], (json{{"id", rows[0]["id"]},
                             {"user_id", tenant_.public_id.text()},
                             {"kind", "analyze-lead"},
                             {"state", "waiting"},
                             {"call_id", nullptr},
                             {"phone_number", "+919000000101"},
                             {"attempts", 0},
                             {"held_because", nullptr},
                             {"last_error", nullptr},
                             {"run_at", "2026-02-03T09:00:00Z"},
                             {"finished_at", nullptr},
                             {"created_at", "2026-02-03T09:00:00Z"},
                             {"updated_at", "2026-02-03T09:00:00Z"}}));
    EXPECT_TRUE(list(tenant_, "?state=failed").empty());
    EXPECT_TRUE(list(other_).empty());
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", "/v1/jobs?state=lost").error,
              ErrorCode::invalid_argument);
}

TEST_F(JobRoutesTest, RunAFailedJobAgain) {
    fail_job();
    const json failed = list(tenant_, "?state=failed")[0];
    EXPECT_EQ(failed["last_error"], "The model said no.");
    EXPECT_EQ(failed["finished_at"], "2026-02-03T09:01:00Z");
    EXPECT_EQ(failed["attempts"], 1);
    EXPECT_EQ(retry(other_, failed["id"]).error, ErrorCode::not_found);
    clock_.advance(minutes{5});
    const RouteAnswer again = retry(tenant_, failed["id"]);
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.json()["state"], "waiting");
    EXPECT_EQ(again.json()["attempts"], 0);
    EXPECT_EQ(again.json()["run_at"], "2026-02-03T09:05:00Z");
    EXPECT_EQ(woken_, 1);
    EXPECT_EQ(retry(tenant_, failed["id"]).error, ErrorCode::conflict);
    EXPECT_EQ(retry(tenant_, "no-uuid").error, ErrorCode::not_found);
    EXPECT_EQ(woken_, 1);
    EXPECT_EQ(audited(tenant_.id),
              std::vector<std::string>{"job.retry " + failed["id"].get<std::string>()});
    EXPECT_TRUE(audited(other_.id).empty());
}

}  // namespace
}  // namespace callfold::http
