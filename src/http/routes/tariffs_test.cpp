#include "http/routes/tariffs.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class TariffRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer list(const std::string& query) {
        return routes_.ask(admin_of(tenant_), "GET", "/v1/admin/tariffs" + query);
    }
    RouteAnswer list_of(const Tenant& tenant) {
        return list("?user_id=" + tenant.public_id.text());
    }
    RouteAnswer create(const json& body) {
        return routes_.send(admin_of(tenant_), "POST", "/v1/admin/tariffs", body);
    }
    json tariff_of(const Tenant& tenant) {
        return {{"user_id", tenant.public_id.text()},
                {"billing_pulse_seconds", 30},
                {"credits_per_minute", "0.80"}};
    }

    testing::AskedRoutes routes_{tariff_routes({*database_, clock_})};
};

TEST_F(TariffRoutesTest, AreForAdminKeysOnly) {
    for (const Route& route : routes_.routes())
        EXPECT_EQ(route.access, Access::admin);
}

TEST_F(TariffRoutesTest, MakeAVersionForAnyTenant) {
    const RouteAnswer made = create(tariff_of(other_));
    ASSERT_EQ(made.status, 201) << made.message;
    json expected{{"id", made.json()["id"]},
                  {"user_id", other_.public_id.text()},
                  {"valid_from", "2026-02-03T09:00:00Z"},
                  {"billing_pulse_seconds", 30},
                  {"credits_per_minute", "0.8"},
                  {"created_at", "2026-02-03T09:00:00Z"}};
    EXPECT_EQ(made.json(), expected);

    const json rows = list_of(other_).json()["data"];
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], expected);
    EXPECT_TRUE(rows[1]["valid_from"].is_null());
    EXPECT_EQ(list_of(tenant_).json()["data"].size(), 1U);
}

TEST_F(TariffRoutesTest, RefuseAVersionThatCannotBeMeant) {
    const auto with = [&](const char* name, const json& value) {
        json body = tariff_of(tenant_);
        body[name] = value;
        return create(body).error;
    };
    EXPECT_EQ(create(json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(with("billing_pulse_seconds", 0), ErrorCode::invalid_argument);
    EXPECT_EQ(with("credits_per_minute", "-1"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("credits_per_minute", 1), ErrorCode::invalid_argument);
    EXPECT_EQ(with("valid_from", "2026-02-03T08:59:59Z"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("valid_from", nullptr), ErrorCode::invalid_argument);
    EXPECT_EQ(with("user_id", "17"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("user_id", new_uuid(clock_.now()).text()), ErrorCode::not_found);
    EXPECT_EQ(with("name", "cheap"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("valid_from", "2026-02-03T09:00:00Z"), std::nullopt);
    EXPECT_EQ(with("valid_from", "2026-02-03T09:00:00Z"), ErrorCode::conflict);
}

TEST_F(TariffRoutesTest, RefuseAListOfNobody) {
    EXPECT_EQ(list("").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list("?user_id=17").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list("?user_id=" + new_uuid(clock_.now()).text()).error, ErrorCode::not_found);
}

}  // namespace
}  // namespace callfold::http
