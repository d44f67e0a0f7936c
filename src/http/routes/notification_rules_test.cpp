#include "http/routes/notification_rules.h"

#include <nlohmann/json.hpp>

#include "domain/notification.h"
#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class NotificationRuleRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer put(const std::string& kind, const json& rule) {
        return routes_.send(of(tenant_), "PUT", "/v1/notification-rules/" + kind, rule);
    }

    const json rule_{{"bell", false},
                     {"email", true},
                     {"subscriptions", false},
                     {"emails", {"sales@example.com"}}};
    testing::AskedRoutes routes_{notification_rule_routes({*database_, clock_, true})};
};

TEST_F(NotificationRuleRoutesTest, EveryKindHasARule) {
    const json shown = routes_.ask(of(tenant_), "GET", "/v1/notification-rules").json();
    EXPECT_EQ(shown["email_available"], true);
    ASSERT_EQ(shown["data"].size(), all_notification_kinds().size());
    EXPECT_EQ(shown["data"][0], (json{{"kind", "credits-low"},
                                      {"title", "Credits are low"},
                                      {"bell", true},
                                      {"email", false},
                                      {"subscriptions", true},
                                      {"emails", json::array()}}));
}

TEST_F(NotificationRuleRoutesTest, KeepsARuleOfItsTenant) {
    EXPECT_EQ(put("lead-hot", rule_).json()["emails"], rule_["emails"]);
    const auto shown_to = [&](const Tenant& tenant) {
        const json rules = routes_.ask(of(tenant), "GET", "/v1/notification-rules").json()["data"];
        for (const json& rule : rules) {
            if (rule["kind"] == "lead-hot") return rule;
        }
        return json(nullptr);
    };
    EXPECT_EQ(shown_to(tenant_)["bell"], false);
    EXPECT_EQ(shown_to(tenant_)["email"], true);
    EXPECT_EQ(shown_to(other_)["bell"], true);
}

TEST_F(NotificationRuleRoutesTest, RefusesWhatIsNoRule) {
    EXPECT_EQ(put("nonsense", rule_).error, ErrorCode::not_found);
    for (const auto& [name, value] : std::map<std::string, json>{
             {"emails", {"no address"}}, {"emails", json::array()}, {"bell", "yes"}, {"more", 1}}) {
        json rule = rule_;
        rule[name] = value;
        EXPECT_EQ(put("lead-hot", rule).error, ErrorCode::invalid_argument) << name;
    }
    json incomplete = rule_;
    incomplete.erase("bell");
    EXPECT_EQ(put("lead-hot", incomplete).error, ErrorCode::invalid_argument);
}

TEST_F(NotificationRuleRoutesTest, EmailNeedsAMailServer) {
    const testing::AskedRoutes without{notification_rule_routes({*database_, clock_, false})};
    EXPECT_EQ(without.send(of(tenant_), "PUT", "/v1/notification-rules/lead-hot", rule_).error,
              ErrorCode::conflict);
}

}  // namespace
}  // namespace callfold::http
