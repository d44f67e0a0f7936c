#include "storage/agent_queries.h"

#include <gtest/gtest.h>

#include "storage/agents.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

class AgentQueriesTest : public testing::Test {
  protected:
    AgentId seen(const Tenant& tenant, const std::string& provider_agent_id) {
        return database_->write([&](Connection& connection) {
            return test::ensure_agent(connection, tenant.id, "bolna", provider_agent_id,
                                      sample_time());
        });
    }
    std::vector<Agent> listed(const Tenant& tenant) {
        return database_
            ->read([&](Connection& connection) { return list_agents(connection, tenant.id, {}); })
            .items;
    }
    Result<Agent> update(const Tenant& tenant, const Uuid& id, const AgentSettings& settings) {
        return database_->write([&](Connection& connection) {
            return update_agent(connection, tenant.id, id, settings, sample_time() + seconds{60});
        });
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(AgentQueriesTest, ListsTheOneFirstSeenLastFirst) {
    seen(tenant_, "agent-1");
    seen(tenant_, "agent-2");
    seen(other_, "agent-1");
    const auto agents = listed(tenant_);
    ASSERT_EQ(agents.size(), 2U);
    EXPECT_EQ(agents[0].provider_agent_id, "agent-2");
    EXPECT_EQ(agents[1].provider_agent_id, "agent-1");
    EXPECT_EQ(agents[1].provider, "bolna");
    EXPECT_EQ(agents[1].settings.name, std::nullopt);
    EXPECT_EQ(agents[1].created_at, sample_time());
    EXPECT_EQ(agents[1].updated_at, sample_time());
    EXPECT_EQ(listed(other_).size(), 1U);
}

TEST_F(AgentQueriesTest, KeepsWhatPeopleSet) {
    const AgentId row = seen(tenant_, "agent-1");
    const Uuid id = listed(tenant_).front().public_id;
    const AgentSettings settings{"Site visits", Region::parse("US"), "Judge one.", "Judge all."};
    const Agent edited = update(tenant_, id, settings).value();
    EXPECT_EQ(edited.settings.name, "Site visits");
    EXPECT_EQ(edited.settings.region, Region::parse("US"));
    EXPECT_EQ(edited.settings.prompt_individual, "Judge one.");
    EXPECT_EQ(edited.settings.prompt_complete, "Judge all.");
    EXPECT_EQ(edited.updated_at, sample_time() + seconds{60});
    const Settings known =
        database_->read([](Connection& connection) { return read_settings(connection); });
    ASSERT_TRUE(known.agents.contains(row));
    EXPECT_EQ(known.agents.at(row).prompt_complete, "Judge all.");
    EXPECT_EQ(known.region_for(tenant_.id, row), Region::parse("US"));
}

TEST_F(AgentQueriesTest, AreSeenAndChangedByTheirTenantOnly) {
    seen(other_, "agent-1");
    const Uuid foreign = listed(other_).front().public_id;
    EXPECT_TRUE(listed(tenant_).empty());
    EXPECT_EQ(
        update(tenant_, foreign, {"Mine", std::nullopt, std::nullopt, std::nullopt}).error().code,
        ErrorCode::not_found);
    EXPECT_EQ(listed(other_).front().settings.name, std::nullopt);
}

}  // namespace
}  // namespace callfold
