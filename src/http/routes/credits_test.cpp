#include "http/routes/credits.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class CreditRoutesTest : public testing::RouteTest {
  protected:
    json credits_of(const Tenant& tenant) {
        return routes_.ask(of(tenant), "GET", "/v1/credits").json();
    }
    RouteAnswer list(const Tenant& tenant, const std::string& query = "") {
        return routes_.ask(of(tenant), "GET", "/v1/credits/transfers" + query);
    }
    RouteAnswer post(const std::string& key, const json& body) {
        return routes_.ask(
            admin_of(tenant_), "POST", "/v1/credits/transfers",
            {body.dump(), {{"content-type", "application/json"}, {"idempotency-key", key}}});
    }

    testing::AskedRoutes routes_{credit_routes({*database_, clock_})};
};

TEST_F(CreditRoutesTest, OnlyPostingTakesAnAdminKey) {
    for (const Route& route : routes_.routes()) {
        EXPECT_EQ(route.access, route.method == "POST" ? Access::admin : Access::tenant);
    }
}

TEST_F(CreditRoutesTest, ShowTheBalanceAndWhatItIsMadeOf) {
    ASSERT_EQ(post("a", {{"kind", "top-up"}, {"amount", "20"}}).status, 201);
    ASSERT_EQ(post("b", {{"kind", "adjustment"}, {"amount", "-7.5"}}).status, 201);
    const json shown = credits_of(tenant_);
    EXPECT_EQ(shown["user_id"], tenant_.public_id.text());
    EXPECT_EQ(shown["balance"], "12.5");
    EXPECT_EQ(shown["threshold_reached"], "15");
    EXPECT_EQ(shown["accounts"], (json{{"credits", "12.5"},
                                       {"talk_time", "0"},
                                       {"top_ups", "-20"},
                                       {"grants", "0"},
                                       {"bonuses", "0"},
                                       {"refunds", "0"},
                                       {"adjustments", "7.5"}}));
    EXPECT_EQ(shown["tariff"]["credits_per_minute"], "1");
    EXPECT_TRUE(shown["tariff"]["valid_from"].is_null());
    EXPECT_EQ(credits_of(other_)["balance"], "0");
    EXPECT_EQ(credits_of(other_)["threshold_reached"], "0");
    ASSERT_EQ(post("c", {{"kind", "grant"}, {"amount", "2.500001"}}).status, 201);
    EXPECT_TRUE(credits_of(tenant_)["threshold_reached"].is_null());
}

TEST_F(CreditRoutesTest, ShowATransferAsTheContractHasIt) {
    const RouteAnswer posted = post("invoice-1", {{"kind", "adjustment"}, {"amount", "-2.50"}});
    ASSERT_EQ(posted.status, 201) << posted.message;
    const json expected{{"id", posted.json()["id"]},
                        {"user_id", tenant_.public_id.text()},
                        {"kind", "adjustment"},
                        {"amount", "2.5"},
                        {"balance_change", "-2.5"},
                        {"debit_account", "credits"},
                        {"credit_account", "adjustments"},
                        {"call_id", nullptr},
                        {"idempotency_key", "invoice-1"},
                        {"created_at", "2026-02-03T09:00:00Z"}};
    EXPECT_EQ(posted.json(), expected);
    EXPECT_EQ(list(tenant_).json()["data"], json::array({expected}));
    EXPECT_TRUE(list(other_).json()["data"].empty());
}

TEST_F(CreditRoutesTest, TheSameRequestMovesCreditsOnce) {
    const json body{{"kind", "grant"}, {"amount", "5"}};
    const RouteAnswer first = post("a", body);
    clock_.advance(seconds{60});
    const RouteAnswer second = post("a", {{"amount", "5.0"}, {"kind", "grant"}});
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(second.json(), first.json());
    EXPECT_EQ(post("a", {{"kind", "grant"}, {"amount", "6"}}).error, ErrorCode::conflict);
    EXPECT_EQ(post("a", {{"kind", "bonus"}, {"amount", "5"}}).error, ErrorCode::conflict);
    EXPECT_EQ(credits_of(tenant_)["balance"], "5");
}

TEST_F(CreditRoutesTest, PostForAnyTenant) {
    const RouteAnswer posted =
        post("a", {{"user_id", other_.public_id.text()}, {"kind", "bonus"}, {"amount", "3"}});
    EXPECT_EQ(posted.json()["user_id"], other_.public_id.text());
    EXPECT_EQ(credits_of(other_)["balance"], "3");
    EXPECT_EQ(credits_of(tenant_)["balance"], "0");
    EXPECT_EQ(
        post("a", {{"user_id", new_uuid(clock_.now()).text()}, {"kind", "bonus"}, {"amount", "3"}})
            .error,
        ErrorCode::not_found);
}

TEST_F(CreditRoutesTest, RefuseATransferThatCannotBeMeant) {
    const json good{{"kind", "grant"}, {"amount", "5"}};
    EXPECT_EQ(post("", good).error, ErrorCode::invalid_argument);
    EXPECT_EQ(post(std::string(201, 'x'), good).error, ErrorCode::invalid_argument);
    EXPECT_EQ(post("charge/a/1", good).error, ErrorCode::invalid_argument);
    const json refused[] = {
        json::object(),
        {{"kind", "grant"}},
        {{"amount", "5"}},
        {{"kind", "gift"}, {"amount", "5"}},
        {{"kind", "charge"}, {"amount", "5"}},
        {{"kind", "grant"}, {"amount", "-5"}},
        {{"kind", "grant"}, {"amount", "0"}},
        {{"kind", "grant"}, {"amount", 5}},
        {{"kind", "grant"}, {"amount", "0.0000001"}},
        {{"kind", "grant"}, {"amount", "1000000000.000001"}},
        {{"kind", "grant"}, {"amount", "5"}, {"note", "for Asha"}},
    };
    for (const json& body : refused) {
        EXPECT_EQ(post("a", body).error, ErrorCode::invalid_argument) << body;
    }
    EXPECT_EQ(credits_of(tenant_)["balance"], "0");
}

TEST_F(CreditRoutesTest, ListWhatFiltersLetPass) {
    post("a", {{"kind", "grant"}, {"amount", "5"}});
    clock_.advance(seconds{60});
    post("b", {{"kind", "top-up"}, {"amount", "5"}});
    EXPECT_EQ(list(tenant_, "?kind=top-up").json()["data"][0]["idempotency_key"], "b");
    EXPECT_EQ(list(tenant_, "?to=2026-02-03T09:01:00Z").json()["data"][0]["idempotency_key"], "a");
    EXPECT_EQ(list(tenant_, "?from=2026-02-03T09:02:00Z").json()["data"].size(), 0U);
    EXPECT_TRUE(list(tenant_, "?limit=1").json()["next_cursor"].is_string());
    EXPECT_EQ(list(tenant_, "?kind=gift").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list(tenant_, "?from=monday").error, ErrorCode::invalid_argument);
    EXPECT_EQ(list(tenant_, "?to=monday").error, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace callfold::http
