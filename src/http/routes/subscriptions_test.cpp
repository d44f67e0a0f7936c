#include "http/routes/subscriptions.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "http/routes/deliveries.h"
#include "http/testing/route_test.h"
#include "storage/outgoing_messages.h"
#include "storage/testing/ad_hoc_sql.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::hours;
using testing::RouteAnswer;
using namespace callfold::test;

const std::string path = "/v1/subscriptions";

class SubscriptionRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer create(const json& body) { return routes_.send(of(tenant_), "POST", path, body); }
    json created() {
        return create({{"url", "https://crm.example.com/hook"},
                       {"event_types", {"lead.hot", "lead.hot", "notification"}}})
            .json();
    }
    std::string one(const json& subscription, const std::string& more = "") {
        return path + "/" + subscription["id"].get<std::string>() + more;
    }

    int woken_ = 0;
    const SecretBox secrets_{std::string(SecretBox::key_bytes, 'k')};
    testing::AskedRoutes routes_{
        subscription_routes({*database_, clock_, secrets_, [this] { ++woken_; }})};
    testing::AskedRoutes deliveries_{delivery_routes(
        {*database_, clock_, "https://callfold.example.com", [this] { ++woken_; }})};
};

TEST_F(SubscriptionRoutesTest, ASecretIsShownOnceAndStoredSealed) {
    const json made = created();
    const std::string secret = made["secret"];
    EXPECT_TRUE(secret.starts_with("whsec_"));
    EXPECT_EQ(made["event_types"], (json{"lead.hot", "notification"}));
    EXPECT_EQ(made["enabled"], true);
    json shown = made;
    shown.erase("secret");
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", one(made)).json(), shown);
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", path).json()["data"], json::array({shown}));
    EXPECT_EQ(count_rows(*database_, "subscriptions", "instr(secret, 'whsec_') > 0"), 0);
}

TEST_F(SubscriptionRoutesTest, RefusesWhatCannotBe) {
    const json good{{"url", "https://crm.example.com/"}, {"event_types", {"lead.hot"}}};
    for (const auto& [name, value] : std::map<std::string, json>{{"url", "ftp://x"},
                                                                 {"event_types", json::array()},
                                                                 {"event_types", {"nonsense"}},
                                                                 {"event_types", {"test"}},
                                                                 {"description", 7},
                                                                 {"enabled", true}}) {
        json body = good;
        body[name] = value;
        EXPECT_EQ(create(body).error, ErrorCode::invalid_argument) << name << value;
    }
    EXPECT_EQ(create({{"url", "https://x.example.com"}}).error, ErrorCode::invalid_argument);
}

TEST_F(SubscriptionRoutesTest, ATenantHasALimitedNumber) {
    for (int i = 0; i < subscriptions_max; ++i)
        created();
    EXPECT_EQ(create({{"url", "https://x.example.com"}, {"event_types", {"lead.hot"}}}).error,
              ErrorCode::conflict);
}

TEST_F(SubscriptionRoutesTest, EditsAndRemoves) {
    const json made = created();
    const json edited =
        routes_
            .send(of(tenant_), "PATCH", one(made), {{"description", "our CRM"}, {"enabled", false}})
            .json();
    EXPECT_EQ(edited["description"], "our CRM");
    EXPECT_EQ(edited["enabled"], false);
    EXPECT_EQ(edited["event_types"], made["event_types"]);
    EXPECT_EQ(routes_.ask(of(tenant_), "POST", one(made, "/test")).error, ErrorCode::conflict);
    EXPECT_EQ(routes_.send(of(tenant_), "PATCH", one(made), json::object()).error,
              ErrorCode::invalid_argument);
    EXPECT_EQ(routes_.ask(of(tenant_), "DELETE", one(made)).status, 204);
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", one(made)).error, ErrorCode::not_found);
}

TEST_F(SubscriptionRoutesTest, AnotherTenantsSubscriptionIsNotThere) {
    const json made = created();
    for (const char* method : {"GET", "DELETE"})
        EXPECT_EQ(routes_.ask(of(other_), method, one(made)).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(other_), "POST", one(made, "/rotate")).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(other_), "POST", one(made, "/test")).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.send(of(other_), "PATCH", one(made), {{"enabled", false}}).error,
              ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", one(made)).json()["enabled"], true);
}

TEST_F(SubscriptionRoutesTest, RotatesWithAnOverlap) {
    const json made = created();
    const json rotated = routes_.ask(of(tenant_), "POST", one(made, "/rotate")).json();
    EXPECT_NE(rotated["secret"], made["secret"]);
    EXPECT_EQ(rotated["previous_secret_until"], "2026-02-04T09:00:00Z");
    clock_.advance(hours{24});
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", one(made)).json()["previous_secret_until"], nullptr);
}

TEST_F(SubscriptionRoutesTest, ATestIsADeliveryOfItsOwn) {
    const json made = created();
    const RouteAnswer answer = routes_.ask(of(tenant_), "POST", one(made, "/test"));
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(woken_, 1);
    const json delivery = answer.json();
    EXPECT_EQ(delivery["event_type"], "test");
    EXPECT_EQ(delivery["state"], "waiting");
    EXPECT_EQ(delivery["subscription_id"], made["id"]);
    const json listed =
        deliveries_
            .ask(of(tenant_), "GET",
                 "/v1/deliveries?state=waiting&subscription_id=" + made["id"].get<std::string>())
            .json()["data"];
    EXPECT_EQ(listed, json::array({delivery}));
    EXPECT_EQ(deliveries_.ask(of(other_), "GET", "/v1/deliveries").json()["data"], json::array());
    const std::string one_delivery = "/v1/deliveries/" + delivery["id"].get<std::string>();
    const json detail = deliveries_.ask(of(tenant_), "GET", one_delivery).json();
    EXPECT_EQ(detail["payload"]["type"], "test");
    EXPECT_EQ(detail["attempt_log"], json::array());
    EXPECT_EQ(deliveries_.ask(of(other_), "GET", one_delivery).error, ErrorCode::not_found);
    EXPECT_EQ(deliveries_.ask(of(tenant_), "POST", one_delivery + "/replay").error,
              ErrorCode::conflict);
    set_columns(*database_, "deliveries", "state = 'failed'", "1");
    EXPECT_EQ(deliveries_.ask(of(other_), "POST", one_delivery + "/replay").error,
              ErrorCode::not_found);
    EXPECT_EQ(deliveries_.ask(of(tenant_), "POST", one_delivery + "/replay").status, 202);
    EXPECT_THAT(audited(tenant_.id).front(), ::testing::StartsWith("delivery.replay "));
    EXPECT_EQ(woken_, 2);
}

TEST_F(SubscriptionRoutesTest, DisablingFailsWhatWaits) {
    const json made = created();
    routes_.ask(of(tenant_), "POST", one(made, "/test"));
    routes_.send(of(tenant_), "PATCH", one(made), {{"enabled", false}});
    const json delivery =
        deliveries_.ask(of(tenant_), "GET", "/v1/deliveries?state=failed").json()["data"][0];
    EXPECT_EQ(delivery["last_error"], "The subscription was disabled.");
    EXPECT_EQ(deliveries_
                  .ask(of(tenant_), "POST",
                       "/v1/deliveries/" + delivery["id"].get<std::string>() + "/replay")
                  .error,
              ErrorCode::conflict);
}

}  // namespace
}  // namespace callfold::http
