#include "http/routes/notifications.h"

#include <nlohmann/json.hpp>

#include "http/testing/route_test.h"
#include "storage/notifications.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using testing::RouteAnswer;
using namespace callfold::test;

class NotificationRoutesTest : public testing::RouteTest {
  protected:
    NotificationRoutesTest() {
        tell(tenant_, "one", sample_time());
        tell(tenant_, "two", sample_time() + minutes{1});
        tell(other_, "foreign", sample_time());
    }

    void tell(const Tenant& tenant, const std::string& message, Instant now) {
        database_->write([&](Connection& connection) {
            notify(connection,
                   {tenant.id, NotificationKind::lead_hot, message, message, std::nullopt,
                    PhoneNumber::from_e164("+919000000101"), false},
                   now);
        });
    }

    json list(const Tenant& tenant, const std::string& query = "") {
        return routes_.ask(of(tenant), "GET", "/v1/notifications" + query).json()["data"];
    }
    RouteAnswer mark(const json& body) {
        return routes_.send(of(tenant_), "POST", "/v1/notifications/read", body);
    }

    testing::AskedRoutes routes_{notification_routes({*database_, clock_})};
};

TEST_F(NotificationRoutesTest, ListAsTheContractHasThem) {
    const json rows = list(tenant_);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1], (json{{"id", rows[1]["id"]},
                             {"user_id", tenant_.public_id.text()},
                             {"kind", "lead-hot"},
                             {"title", "A lead became hot"},
                             {"text", "one"},
                             {"call_id", nullptr},
                             {"phone_number", "+919000000101"},
                             {"shown_only", false},
                             {"read_at", nullptr},
                             {"created_at", "2026-02-03T09:00:00Z"}}));
}

TEST_F(NotificationRoutesTest, MarkSomeAsRead) {
    const std::string own = list(tenant_)[1]["id"];
    const std::string foreign = list(other_)[0]["id"];
    clock_.advance(minutes{5});
    EXPECT_EQ(mark({{"ids", {own, foreign}}}).json(), (json{{"read", 1}, {"unread", 1}}));
    EXPECT_EQ(list(tenant_, "?unread=true").size(), 1U);
    EXPECT_EQ(list(tenant_, "?unread=false")[0]["read_at"], "2026-02-03T09:05:00Z");
    EXPECT_EQ(list(other_, "?unread=true").size(), 1U);
}

TEST_F(NotificationRoutesTest, MarkAllUntilATimeAsRead) {
    EXPECT_EQ(mark({{"until", "2026-02-03T09:00:30Z"}}).json(), (json{{"read", 1}, {"unread", 1}}));
    EXPECT_EQ(mark({{"until", "2026-02-03T09:01:00Z"}}).json(), (json{{"read", 1}, {"unread", 0}}));
}

TEST_F(NotificationRoutesTest, RefuseBodiesThatSayNothing) {
    const std::string id = list(tenant_)[0]["id"];
    for (const json& body :
         {json::object(), json{{"ids", json::array()}}, json{{"ids", id}}, json{{"ids", {7}}},
          json{{"ids", {"x"}}}, json{{"until", "soon"}}, json{{"until", 7}},
          json{{"ids", {id}}, {"until", "2026-02-03T09:00:30Z"}}, json{{"all", true}},
          json{{"ids", std::vector<std::string>(201, id)}}}) {
        EXPECT_EQ(mark(body).error, ErrorCode::invalid_argument) << body;
    }
    EXPECT_EQ(list(tenant_, "?unread=true").size(), 2U);
}

}  // namespace
}  // namespace callfold::http
