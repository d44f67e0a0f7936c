#include "http/routes/tenants.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class TenantRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer list(const std::string& query = "") {
        return routes_.ask(admin_of(tenant_), "GET", "/v1/admin/tenants" + query);
    }
    RouteAnswer create(const json& body) {
        return routes_.send(admin_of(tenant_), "POST", "/v1/admin/tenants", body);
    }
    RouteAnswer edit(const std::string& id, const json& body) {
        return routes_.send(admin_of(tenant_), "PATCH", "/v1/admin/tenants/" + id, body);
    }

    testing::AskedRoutes routes_{tenant_routes({*database_, clock_})};
};

TEST_F(TenantRoutesTest, AreForAdministratorsButTheOwnTenant) {
    for (const Route& route : routes_.routes()) {
        if (route.pattern == "/v1/tenant") {
            EXPECT_EQ(route.access, route.method == "GET" ? Access::tenant : Access::owner);
        } else {
            EXPECT_EQ(route.access, Access::admin);
        }
    }
}

TEST_F(TenantRoutesTest, ShowAndEditTheOwnTenant) {
    const RouteAnswer edited =
        routes_.send(of(tenant_), "PATCH", "/v1/tenant",
                     {{"time_zone", "Europe/London"}, {"retention_days", 30}});
    ASSERT_EQ(edited.status, 200) << edited.message;
    EXPECT_EQ(edited.json()["time_zone"], "Europe/London");
    EXPECT_EQ(edited.json()["retention_days"], 30);
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", "/v1/tenant").json(), edited.json());
    EXPECT_EQ(routes_.ask(of(other_), "GET", "/v1/tenant").json()["time_zone"], "Asia/Kolkata");
    EXPECT_EQ(routes_.send(of(tenant_), "PATCH", "/v1/tenant", {{"name", "Mine"}}).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(audited(tenant_.id),
              std::vector<std::string>{"tenant.update " + tenant_.public_id.text()});
}

TEST_F(TenantRoutesTest, ShowATenantAsTheContractHasIt) {
    const json row = list("?limit=1").json()["data"][0];
    EXPECT_EQ(row, (json{{"id", other_.public_id.text()},
                         {"name", "Iyer Clinics"},
                         {"time_zone", "Asia/Kolkata"},
                         {"region", "IN"},
                         {"on_empty_balance", "run"},
                         {"daily_token_budget", nullptr},
                         {"retention_days", nullptr},
                         {"enabled", true},
                         {"balance", "0"},
                         {"created_at", "2026-02-03T09:00:00Z"},
                         {"updated_at", "2026-02-03T09:00:00Z"}}));
}

TEST_F(TenantRoutesTest, ListByPages) {
    const json first = list("?limit=1").json();
    ASSERT_TRUE(first["next_cursor"].is_string());
    const json second = list("?limit=1&cursor=" + first["next_cursor"].get<std::string>()).json();
    EXPECT_EQ(second["data"][0]["name"], "Rao Estates");
    EXPECT_TRUE(second["next_cursor"].is_null());
    EXPECT_EQ(list("?limit=0").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list("?cursor=made-up").error, ErrorCode::invalid_argument);
}

TEST_F(TenantRoutesTest, MakeATenantWithDefaults) {
    const RouteAnswer made = create({{"name", "Mehta & Sons"}});
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.json()["time_zone"], "UTC");
    EXPECT_TRUE(made.json()["region"].is_null());
    EXPECT_EQ(list("?limit=1").json()["data"][0], made.json());
}

TEST_F(TenantRoutesTest, MakeATenantWithEverything) {
    const RouteAnswer made = create({{"name", "Mehta & Sons"},
                                     {"time_zone", "Asia/Dubai"},
                                     {"region", "AE"},
                                     {"on_empty_balance", "hold"},
                                     {"daily_token_budget", 2'000'000},
                                     {"retention_days", 90},
                                     {"billing_pulse_seconds", 30},
                                     {"credits_per_minute", "0.8"}});
    ASSERT_EQ(made.status, 201) << made.message;
    EXPECT_EQ(made.json()["on_empty_balance"], "hold");
    EXPECT_EQ(made.json()["retention_days"], 90);
    database_->read([&](Connection& connection) {
        const auto tenant =
            tenant_with_id(connection, *Uuid::parse(made.json()["id"].get<std::string>()));
        const Settings settings = read_settings(connection);
        const auto& tariffs = settings.tenant(tenant.value().id).rules.tariffs;
        ASSERT_EQ(tariffs.size(), 1U);
        EXPECT_EQ(tariffs[0].pulse, seconds{30});
        EXPECT_EQ(tariffs[0].per_minute.text(), "0.8");
    });
}

TEST_F(TenantRoutesTest, RefuseATenantThatCannotBeMeant) {
    const json refused[] = {
        json::object(),
        {{"name", ""}},
        {{"name", nullptr}},
        {{"name", std::string(201, 'x')}},
        {{"name", "a"}, {"time_zone", "Asia/Atlantis"}},
        {{"name", "a"}, {"region", "XX"}},
        {{"name", "a"}, {"on_empty_balance", "stop"}},
        {{"name", "a"}, {"daily_token_budget", -1}},
        {{"name", "a"}, {"retention_days", 0}},
        {{"name", "a"}, {"billing_pulse_seconds", 0}},
        {{"name", "a"}, {"billing_pulse_seconds", 3601}},
        {{"name", "a"}, {"credits_per_minute", 1}},
        {{"name", "a"}, {"credits_per_minute", "-1"}},
        {{"name", "a"}, {"balance", "5"}},
    };
    for (const json& body : refused) {
        EXPECT_EQ(create(body).error, ErrorCode::invalid_argument) << body;
    }
    EXPECT_EQ(list().json()["data"].size(), 2U);
    EXPECT_EQ(routes_.ask(admin_of(tenant_), "POST", "/v1/admin/tenants", {"{}", {}}).error,
              ErrorCode::unsupported_media);
}

TEST_F(TenantRoutesTest, EditWhatIsSentAndNothingElse) {
    clock_.advance(seconds{60});
    const std::string id = tenant_.public_id.text();
    const RouteAnswer edited =
        edit(id, {{"name", "Rao Homes"}, {"region", nullptr}, {"enabled", false}});
    ASSERT_EQ(edited.status, 200) << edited.message;
    EXPECT_EQ(edited.json()["name"], "Rao Homes");
    EXPECT_TRUE(edited.json()["region"].is_null());
    EXPECT_EQ(edited.json()["enabled"], false);
    EXPECT_EQ(edited.json()["time_zone"], "Asia/Kolkata");
    EXPECT_EQ(edited.json()["updated_at"], "2026-02-03T09:01:00Z");
    EXPECT_EQ(list().json()["data"][0]["name"], "Iyer Clinics");
}

TEST_F(TenantRoutesTest, RefuseAnEditThatCannotBeMeant) {
    const std::string id = tenant_.public_id.text();
    EXPECT_EQ(edit(id, json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(id, {{"time_zone", "Nowhere"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(id, {{"time_zone", nullptr}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(id, {{"credits_per_minute", "1"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(new_uuid(clock_.now()).text(), {{"name", "a"}}).error, ErrorCode::not_found);
    EXPECT_EQ(edit("17", {{"name", "a"}}).error, ErrorCode::not_found);
    EXPECT_EQ(list().json()["data"][1]["time_zone"], "Asia/Kolkata");
}

}  // namespace
}  // namespace callfold::http
