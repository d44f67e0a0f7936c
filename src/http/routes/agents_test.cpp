#include "http/routes/agents.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/agents.h"
#include "storage/testing/sample_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class AgentRoutesTest : public testing::RouteTest {
  protected:
    AgentRoutesTest() {
        database_->write([&](Connection& connection) {
            test::ensure_agent(connection, tenant_.id, "bolna", "agent-1", clock_.now());
        });
    }
    json list(const Tenant& tenant) {
        return routes_.ask(of(tenant), "GET", "/v1/agents").json()["data"];
    }
    RouteAnswer edit(const Tenant& tenant, const std::string& id, const json& body) {
        return routes_.send(of(tenant), "PATCH", "/v1/agents/" + id, body);
    }
    std::string id() { return list(tenant_)[0]["id"]; }

    testing::AskedRoutes routes_{agent_routes({*database_, clock_})};
};

TEST_F(AgentRoutesTest, ShowAnAgentAsTheContractHasIt) {
    EXPECT_EQ(list(tenant_), json::array({{{"id", id()},
                                           {"user_id", tenant_.public_id.text()},
                                           {"provider", "bolna"},
                                           {"provider_agent_id", "agent-1"},
                                           {"name", nullptr},
                                           {"region", nullptr},
                                           {"individual_prompt", nullptr},
                                           {"complete_prompt", nullptr},
                                           {"created_at", "2026-02-03T09:00:00Z"},
                                           {"updated_at", "2026-02-03T09:00:00Z"}}}));
    EXPECT_TRUE(list(other_).empty());
}

TEST_F(AgentRoutesTest, EditWhatIsSentAndNothingElse) {
    clock_.advance(seconds{60});
    const json first =
        edit(tenant_, id(), {{"name", "Site visits"}, {"individual_prompt", "Judge."}}).json();
    EXPECT_EQ(first["name"], "Site visits");
    EXPECT_EQ(first["updated_at"], "2026-02-03T09:01:00Z");
    const json second =
        edit(tenant_, id(), {{"name", nullptr}, {"region", "US"}, {"complete_prompt", "All."}})
            .json();
    EXPECT_TRUE(second["name"].is_null());
    EXPECT_EQ(second["region"], "US");
    EXPECT_EQ(second["individual_prompt"], "Judge.");
    EXPECT_EQ(second["complete_prompt"], "All.");
    EXPECT_EQ(list(tenant_)[0], second);
}

TEST_F(AgentRoutesTest, RefuseWhatCannotBeMeant) {
    EXPECT_EQ(edit(tenant_, id(), json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id(), {{"name", ""}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id(), {{"region", "India"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id(), {{"complete_prompt", std::string(20'001, 'x')}}).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, id(), {{"provider", "bolna"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, "17", {{"name", "a"}}).error, ErrorCode::not_found);
    EXPECT_EQ(edit(other_, id(), {{"name", "Mine"}}).error, ErrorCode::not_found);
    EXPECT_TRUE(list(tenant_)[0]["name"].is_null());
}

}  // namespace
}  // namespace callfold::http
