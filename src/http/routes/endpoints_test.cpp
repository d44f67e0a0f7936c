#include "http/routes/endpoints.h"

#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "http/testing/route_test.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class EndpointRoutesTest : public testing::RouteTest {
  protected:
    json list(const Tenant& tenant) {
        return routes_.ask(of(tenant), "GET", "/v1/endpoints").json()["data"];
    }
    RouteAnswer create(const json& body) {
        return routes_.send(of(tenant_), "POST", "/v1/endpoints", body);
    }
    RouteAnswer edit(const Tenant& tenant, const std::string& id, const json& body) {
        return routes_.send(of(tenant), "PATCH", "/v1/endpoints/" + id, body);
    }
    bool takes(const std::string& token) {
        return database_->read([&](Connection& connection) {
            return read_settings(connection).endpoints.contains(sha256(token));
        });
    }

    testing::AskedRoutes routes_{endpoint_routes({*database_, clock_})};
};

json guarded_endpoint() {
    return {{"provider", "bolna"},
            {"name", "Production"},
            {"allow_from", {"203.0.113.7/32"}},
            {"header", {{"name", "X-Webhook-Secret"}, {"secret", "correct-horse"}}}};
}

TEST_F(EndpointRoutesTest, MakeAnAddressAndShowItsTokenOnce) {
    const RouteAnswer made = create(guarded_endpoint());
    ASSERT_EQ(made.status, 201) << made.message;
    const std::string token = made.json()["token"];
    EXPECT_EQ(made.json()["path"], "/webhooks/bolna/" + token);
    EXPECT_TRUE(takes(token));
    const json expected{{"id", made.json()["id"]},
                        {"user_id", tenant_.public_id.text()},
                        {"provider", "bolna"},
                        {"name", "Production"},
                        {"enabled", true},
                        {"token_prefix", token.substr(0, 7)},
                        {"allow_from", {"203.0.113.7/32"}},
                        {"header_name", "X-Webhook-Secret"},
                        {"first_webhook_at", nullptr},
                        {"last_webhook_at", nullptr},
                        {"created_at", "2026-02-03T09:00:00Z"},
                        {"updated_at", "2026-02-03T09:00:00Z"}};
    EXPECT_EQ(list(tenant_), json::array({expected}));
    EXPECT_TRUE(list(other_).empty());
}

TEST_F(EndpointRoutesTest, MakeAnAddressFromAProviderAlone) {
    const json made = create({{"provider", "bolna"}, {"header", nullptr}}).json();
    EXPECT_TRUE(made["name"].is_null());
    EXPECT_TRUE(made["header_name"].is_null());
    EXPECT_EQ(made["allow_from"], json::array());
}

TEST_F(EndpointRoutesTest, RefuseAnAddressThatCannotBeMeant) {
    const auto with = [&](const char* name, const json& value) {
        json body = guarded_endpoint();
        body[name] = value;
        return create(body).error;
    };
    EXPECT_EQ(create(json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(with("provider", "atlantis"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("name", ""), ErrorCode::invalid_argument);
    EXPECT_EQ(with("allow_from", "10.0.0.0/8"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("allow_from", {"example.com"}), ErrorCode::invalid_argument);
    EXPECT_EQ(with("header", "X-Secret"), ErrorCode::invalid_argument);
    EXPECT_EQ(with("header", {{"name", "X-Secret"}}), ErrorCode::invalid_argument);
    EXPECT_EQ(with("header", {{"name", "X Secret"}, {"secret", "12345678"}}),
              ErrorCode::invalid_argument);
    EXPECT_EQ(with("header", {{"name", "X-Secret"}, {"secret", "short"}}),
              ErrorCode::invalid_argument);
    EXPECT_EQ(with("enabled", true), ErrorCode::invalid_argument);
    EXPECT_EQ(with("token", "wh_mine"), ErrorCode::invalid_argument);
    EXPECT_TRUE(list(tenant_).empty());
}

TEST_F(EndpointRoutesTest, EditWhatIsSentAndNothingElse) {
    const json made = create(guarded_endpoint()).json();
    clock_.advance(seconds{60});
    json edited = edit(tenant_, made["id"], {{"enabled", false}, {"name", nullptr}}).json();
    EXPECT_EQ(edited["enabled"], false);
    EXPECT_TRUE(edited["name"].is_null());
    EXPECT_EQ(edited["allow_from"], made["allow_from"]);
    EXPECT_EQ(edited["header_name"], "X-Webhook-Secret");
    EXPECT_EQ(edited["updated_at"], "2026-02-03T09:01:00Z");
    EXPECT_FALSE(edited.contains("token"));
    EXPECT_FALSE(takes(made["token"]));

    edited = edit(tenant_, made["id"],
                  {{"enabled", true}, {"header", nullptr}, {"allow_from", json::array()}})
                 .json();
    EXPECT_TRUE(edited["header_name"].is_null());
    EXPECT_EQ(edited["allow_from"], json::array());
    EXPECT_TRUE(takes(made["token"]));
}

TEST_F(EndpointRoutesTest, RotateGivesANewToken) {
    const json made = create(guarded_endpoint()).json();
    const std::string id = made["id"];
    const RouteAnswer rotated = routes_.ask(of(tenant_), "POST", "/v1/endpoints/" + id + "/rotate");
    ASSERT_EQ(rotated.status, 200) << rotated.message;
    EXPECT_EQ(rotated.json()["id"], id);
    EXPECT_FALSE(takes(made["token"]));
    EXPECT_TRUE(takes(rotated.json()["token"]));
}

TEST_F(EndpointRoutesTest, DeleteDisables) {
    const json made = create(guarded_endpoint()).json();
    const std::string id = made["id"];
    EXPECT_EQ(routes_.ask(of(tenant_), "DELETE", "/v1/endpoints/" + id).status, 204);
    EXPECT_FALSE(takes(made["token"]));
    EXPECT_EQ(list(tenant_)[0]["enabled"], false);
}

TEST_F(EndpointRoutesTest, KnowThoseOfTheTenantOnly) {
    const json made = create(guarded_endpoint()).json();
    const std::string path = "/v1/endpoints/" + made["id"].get<std::string>();
    EXPECT_EQ(edit(other_, made["id"], {{"enabled", false}}).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(other_), "DELETE", path).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(other_), "POST", path + "/rotate").error, ErrorCode::not_found);
    EXPECT_TRUE(takes(made["token"]));
    EXPECT_EQ(edit(tenant_, "17", {{"enabled", false}}).error, ErrorCode::not_found);
    EXPECT_EQ(edit(tenant_, made["id"], json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(tenant_, made["id"], {{"provider", "bolna"}}).error,
              ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace callfold::http
