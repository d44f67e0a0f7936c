#include "http/routes/keys.h"

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "http/testing/route_test.h"
#include "storage/key_lookup.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class KeyRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer list(const Identity& identity, const std::string& query = "") {
        return routes_.ask(identity, "GET", "/v1/keys" + query);
    }
    RouteAnswer create(const Identity& identity, const json& body) {
        return routes_.send(identity, "POST", "/v1/keys", body);
    }
    RouteAnswer revoke(const Identity& identity, const std::string& id) {
        return routes_.ask(identity, "DELETE", "/v1/keys/" + id);
    }
    std::optional<KeyOwner> owner(const std::string& secret) {
        return database_->read(
            [&](Connection& connection) { return find_key(connection, sha256(secret)); });
    }
    std::string of_other() const { return other_.public_id.text(); }

    testing::AskedRoutes routes_{key_routes({*database_, clock_})};
};

TEST_F(KeyRoutesTest, MakeAKeyThatWorksAndIsShownOnce) {
    const RouteAnswer made = create(of(tenant_), {{"name", "Reporting"}});
    ASSERT_EQ(made.status, 201) << made.message;
    const std::string secret = made.json()["key"];
    json expected{{"id", made.json()["id"]}, {"user_id", tenant_.public_id.text()},
                  {"name", "Reporting"},     {"prefix", secret.substr(0, 7)},
                  {"admin", false},          {"created_at", "2026-02-03T09:00:00Z"}};
    EXPECT_EQ(list(of(tenant_)).json()["data"], json::array({expected}));
    ASSERT_TRUE(owner(secret));
    EXPECT_EQ(owner(secret)->tenant, tenant_.id);
    EXPECT_FALSE(owner(secret)->is_admin);
    EXPECT_TRUE(create(of(tenant_), json::object()).json()["name"].is_null());
}

TEST_F(KeyRoutesTest, AdminKeysManageThoseOfEveryTenant) {
    const Identity admin = admin_of(tenant_);
    const RouteAnswer made = create(admin, {{"user_id", of_other()}, {"admin", true}});
    ASSERT_EQ(made.status, 201) << made.message;
    EXPECT_EQ(owner(made.json()["key"])->tenant, other_.id);
    EXPECT_TRUE(owner(made.json()["key"])->is_admin);
    EXPECT_TRUE(list(admin).json()["data"].empty());
    EXPECT_EQ(list(admin, "?user_id=" + of_other()).json()["data"].size(), 1U);
    EXPECT_EQ(revoke(admin, made.json()["id"]).status, 204);
    EXPECT_FALSE(owner(made.json()["key"]));
}

TEST_F(KeyRoutesTest, AKeyManagesThoseOfItsTenantOnly) {
    const RouteAnswer foreign = create(of(other_), json::object());
    EXPECT_EQ(create(of(tenant_), {{"user_id", of_other()}}).error, ErrorCode::permission_denied);
    EXPECT_EQ(list(of(tenant_), "?user_id=" + of_other()).error, ErrorCode::permission_denied);
    EXPECT_EQ(revoke(of(tenant_), foreign.json()["id"]).error, ErrorCode::not_found);
    EXPECT_TRUE(list(of(tenant_)).json()["data"].empty());
    EXPECT_TRUE(owner(foreign.json()["key"]));
    EXPECT_EQ(create(of(tenant_), {{"user_id", tenant_.public_id.text()}}).status, 201);
}

TEST_F(KeyRoutesTest, AdminKeysAreMadeAndRevokedByAdminKeysOnly) {
    EXPECT_EQ(create(of(tenant_), {{"admin", true}}).error, ErrorCode::permission_denied);
    const RouteAnswer made = create(admin_of(tenant_), {{"admin", true}});
    EXPECT_EQ(revoke(of(tenant_), made.json()["id"]).error, ErrorCode::permission_denied);
    EXPECT_TRUE(owner(made.json()["key"]));
}

TEST_F(KeyRoutesTest, ARevokedKeyIsGone) {
    const RouteAnswer made = create(of(tenant_), json::object());
    const RouteAnswer revoked = revoke(of(tenant_), made.json()["id"]);
    EXPECT_EQ(revoked.status, 204);
    EXPECT_EQ(revoked.body, "");
    EXPECT_FALSE(owner(made.json()["key"]));
    EXPECT_TRUE(list(of(tenant_)).json()["data"].empty());
    EXPECT_EQ(revoke(of(tenant_), made.json()["id"]).error, ErrorCode::not_found);
}

TEST_F(KeyRoutesTest, RefuseWhatCannotBeMeant) {
    const Identity admin = admin_of(tenant_);
    EXPECT_EQ(create(admin, {{"name", ""}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(create(admin, {{"admin", "yes"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(create(admin, {{"user_id", nullptr}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(create(admin, {{"key", "cf_mine"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(create(admin, {{"user_id", new_uuid(clock_.now()).text()}}).error,
              ErrorCode::not_found);
    EXPECT_EQ(list(admin, "?user_id=17").error, ErrorCode::invalid_argument);
    EXPECT_EQ(revoke(admin, "17").error, ErrorCode::not_found);
    EXPECT_EQ(revoke(admin, new_uuid(clock_.now()).text()).error, ErrorCode::not_found);
}

}  // namespace
}  // namespace callfold::http
