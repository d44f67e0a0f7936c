#include "http/routes/stats.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/counters.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using testing::RouteAnswer;
using namespace callfold::test;

Instant at(const char* time) {
    return parse_timestamp(time).value();
}

class StatsRoutesTest : public testing::RouteTest {
  protected:
    // One answered call of a minute, for one credit, that began at `time`.
    void count_call(const Tenant& tenant, const std::string& agent, const char* time) {
        database_->write([&](Connection& connection) {
            Call call;
            call.status = LifecycleStatus::completed;
            call.outcome = Outcome::answered;
            call.ended_at = at(time);
            call.first_occurred_at = at(time);
            call.conversation_duration = minutes{1};
            call.price = Credits::from_micro(1'000'000);
            if (!agent.empty()) call.provider_agent_id = agent;
            store_call(connection, tenant.id, agent + time, call, sample_time());
            add_counters(connection, {{tenant.id, contributions(call)}});
        });
    }

    void move_to(const std::string& zone) {
        database_->write([&](Connection& connection) {
            TenantFields fields = tenant_.fields;
            fields.time_zone = zone;
            return update_tenant(connection, tenant_.public_id, fields, sample_time()).has_value();
        });
    }

    RouteAnswer get(const std::string& query) {
        return routes_.ask(of(tenant_), "GET", "/v1/stats?" + query);
    }

    // "starts_at calls" of each bucket.
    std::vector<std::string> buckets(const std::string& query) {
        std::vector<std::string> rows;
        const json answer = get(query).json();
        for (const json& bucket : answer.at("buckets")) {
            rows.push_back(bucket["starts_at"].get<std::string>() + " " + bucket["calls"].dump());
        }
        return rows;
    }

    testing::AskedRoutes routes_{stats_routes({*database_})};
};

using Rows = std::vector<std::string>;

TEST_F(StatsRoutesTest, CountDaysOfTheTenantsZone) {
    count_call(tenant_, "agent-1", "2026-02-03T18:29:59Z");  // the last second of the day in India
    count_call(tenant_, "agent-1", "2026-02-03T18:30:00Z");
    count_call(tenant_, "agent-2", "2026-02-04T10:00:00Z");
    count_call(other_, "agent-1", "2026-02-04T10:00:00Z");
    const json stats = get("from=2026-02-03T12:00:00Z&to=2026-02-04T12:00:00Z").json();
    EXPECT_EQ(stats["from"], "2026-02-02T18:30:00Z");
    EXPECT_EQ(stats["to"], "2026-02-04T18:30:00Z");
    EXPECT_EQ(stats["bucket"], "day");
    EXPECT_EQ(stats["time_zone"], "Asia/Kolkata");
    EXPECT_EQ(stats["totals"], (json{{"calls", 3},
                                     {"ended", 3},
                                     {"answered", 3},
                                     {"voicemail", 0},
                                     {"no_answer", 0},
                                     {"busy", 0},
                                     {"failed", 0},
                                     {"canceled", 0},
                                     {"talk_seconds", 180.0},
                                     {"credits_charged", "3"}}));
    EXPECT_EQ(buckets("from=2026-02-03T12:00:00Z&to=2026-02-04T12:00:00Z"),
              (Rows{"2026-02-02T18:30:00Z 1", "2026-02-03T18:30:00Z 2"}));
    ASSERT_EQ(stats["agents"].size(), 2U);
    EXPECT_EQ(stats["agents"][0]["calls"], 2);
    EXPECT_TRUE(stats["agents"][0]["agent_id"].is_string());
}

TEST_F(StatsRoutesTest, CountHoursOfAZoneWithAQuarterOfAnHourInItsOffset) {
    move_to("Asia/Kathmandu");  // UTC+5:45
    count_call(tenant_, "agent-1", "2026-02-03T09:14:59Z");
    count_call(tenant_, "agent-1", "2026-02-03T09:15:00Z");
    EXPECT_EQ(buckets("bucket=hour&from=2026-02-03T09:00:00Z&to=2026-02-03T10:00:00Z"),
              (Rows{"2026-02-03T08:15:00Z 1", "2026-02-03T09:15:00Z 1"}));
}

TEST_F(StatsRoutesTest, DaysOfAClockChangeAreAsLongAsTheyAre) {
    move_to("Europe/Berlin");
    count_call(tenant_, "agent-1", "2026-03-29T21:59:59Z");  // the day has 23 hours
    count_call(tenant_, "agent-1", "2026-03-29T22:00:00Z");
    EXPECT_EQ(buckets("from=2026-03-29T12:00:00Z&to=2026-03-30T12:00:00Z"),
              (Rows{"2026-03-28T23:00:00Z 1", "2026-03-29T22:00:00Z 1"}));
    EXPECT_EQ(get("bucket=hour&from=2026-03-28T23:00:00Z&to=2026-03-29T22:00:00Z")
                  .json()["buckets"]
                  .size(),
              23U);
}

TEST_F(StatsRoutesTest, CountOneAgent) {
    count_call(tenant_, "agent-1", "2026-02-03T10:00:00Z");
    count_call(tenant_, "agent-2", "2026-02-03T10:00:00Z");
    count_call(tenant_, "", "2026-02-03T10:00:00Z");
    const std::string period = "from=2026-02-03T00:00:00Z&to=2026-02-04T00:00:00Z";
    const json all = get(period).json();
    ASSERT_EQ(all["agents"].size(), 3U);
    EXPECT_EQ(all["agents"][0]["agent_id"], nullptr);
    const std::string agent = all["agents"][1]["agent_id"];
    EXPECT_EQ(get(period + "&agent_id=" + agent).json()["totals"]["calls"], 1);
    const json nobody = get(period + "&agent_id=019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01").json();
    EXPECT_EQ(nobody["totals"]["calls"], 0);
    EXPECT_EQ(nobody["buckets"].size(), all["buckets"].size());
}

TEST_F(StatsRoutesTest, RefusePeriodsThatAreNone) {
    for (const char* query : {"from=2026-02-03T00:00:00Z", "to=2026-02-03T00:00:00Z",
                              "from=2026-02-03T00:00:00Z&to=2026-02-03T00:00:00Z",
                              "from=2026-02-04T00:00:00Z&to=2026-02-03T00:00:00Z",
                              "bucket=hour&from=2026-02-01T00:00:00Z&to=2026-03-05T00:00:00Z",
                              "from=2026-02-01T00:00:00Z&to=2028-02-03T00:00:00Z",
                              "bucket=week&from=2026-02-03T00:00:00Z&to=2026-02-04T00:00:00Z"}) {
        EXPECT_EQ(get(query).error, ErrorCode::invalid_argument) << query;
    }
}

}  // namespace
}  // namespace callfold::http
