#include "storage/stats_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/counters.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::Pair;
using namespace callfold::test;

CounterValues calls(std::int64_t count) {
    CounterValues values;
    values.calls = count;
    values.talk_ms = count * 1'000;
    return values;
}

TEST(StatsQueries, AddUpByBucketAndAgentOfOneTenant) {
    TemporaryDatabase database;
    const auto [tenant, other] = database->write([](Connection& connection) {
        const std::pair tenants{insert_tenant(connection, "One"), insert_tenant(connection, "Two")};
        CounterChanges changes;
        Contributions& own = changes[tenants.first.id];
        own[{"agent-1", sample_time() - minutes{15}}] = calls(100);  // before the period
        own[{"agent-1", sample_time()}] = calls(1);
        own[{"agent-2", sample_time()}] = calls(2);
        own[{"agent-1", sample_time() + minutes{45}}] = calls(4);
        own[{"", sample_time() + hours{2}}] = calls(8);
        own[{"agent-1", sample_time() + hours{3}}] = calls(100);  // after it
        changes[tenants.second.id][{"agent-1", sample_time()}] = calls(1'000);
        add_counters(connection, changes);
        return tenants;
    });
    const std::vector<Instant> edges{sample_time(), sample_time() + hours{1},
                                     sample_time() + hours{2}, sample_time() + hours{3}};
    database->read([&, tenant = tenant](Connection& connection) {
        const Stats all = read_stats(connection, tenant.id, edges, std::nullopt);
        EXPECT_EQ(all.totals, calls(15));
        EXPECT_THAT(all.buckets, ElementsAre(calls(7), calls(0), calls(8)));
        EXPECT_THAT(all.agents, ElementsAre(Pair("", calls(8)), Pair("agent-1", calls(5)),
                                            Pair("agent-2", calls(2))));
        const Stats one = read_stats(connection, tenant.id, edges, "agent-2");
        EXPECT_THAT(one.buckets, ElementsAre(calls(2), calls(0), calls(0)));
    });
}

TEST(StatsQueries, NameTheAgentsOfOneTenant) {
    TemporaryDatabase database;
    const TenantRow tenant = database->write([](Connection& connection) {
        const TenantRow own = insert_tenant(connection, "One");
        Call call;
        call.provider_agent_id = "agent-1";
        store_call(connection, own.id, "exec-1", call, sample_time());
        call.provider_agent_id = "agent-2";
        store_call(connection, insert_tenant(connection, "Two").id, "exec-1", call, sample_time());
        return own;
    });
    database->read([&](Connection& connection) {
        const auto agents = counted_agents(connection, tenant.id);
        ASSERT_EQ(agents.size(), 1U);
        EXPECT_EQ(agents[0].provider_agent_id, "agent-1");
        EXPECT_EQ(agents[0].name, std::nullopt);
    });
}

}  // namespace
}  // namespace callfold
