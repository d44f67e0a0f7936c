#include "http/routes/members.h"

#include <nlohmann/json.hpp>

#include "base/passwords.h"
#include "http/testing/route_test.h"
#include "storage/members.h"
#include "storage/sessions.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using testing::RouteAnswer;

class MemberRoutesTest : public testing::RouteTest {
  protected:
    RouteAnswer create(const Identity& identity, const json& body) {
        return routes_.send(identity, "POST", "/v1/members", body);
    }
    RouteAnswer edit(const Identity& identity, const std::string& id, const json& body) {
        return routes_.send(identity, "PATCH", "/v1/members/" + id, body);
    }
    RouteAnswer remove(const Identity& identity, const std::string& id) {
        return routes_.ask(identity, "DELETE", "/v1/members/" + id);
    }
    json listed(const Identity& identity) {
        return routes_.ask(identity, "GET", "/v1/members").json()["data"];
    }
    std::string hash_of(const std::string& email) {
        return database_->read([&](Connection& connection) {
            return member_with_email(connection, email)->password_hash;
        });
    }

    const Identity owner_ = of(tenant_);
    testing::AskedRoutes routes_{member_routes({*database_, clock_})};
};

TEST_F(MemberRoutesTest, AreAddedWithAPasswordThatIsShownOnce) {
    const RouteAnswer made =
        create(owner_, {{"name", "Dana Rao"}, {"email", " Dana@Example.com "}, {"role", "owner"}});
    ASSERT_EQ(made.status, 201) << made.message;
    json shown = made.json();
    const std::string password = shown["password"];
    EXPECT_TRUE(is_password(password, hash_of("dana@example.com")));
    shown.erase("password");
    const json expected{{"id", shown["id"]},
                        {"user_id", tenant_.public_id.text()},
                        {"name", "Dana Rao"},
                        {"email", "dana@example.com"},
                        {"role", "owner"},
                        {"last_signed_in_at", nullptr},
                        {"created_at", "2026-02-03T09:00:00Z"},
                        {"updated_at", "2026-02-03T09:00:00Z"}};
    EXPECT_EQ(shown, expected);
    EXPECT_EQ(listed(owner_), json::array({expected}));
    EXPECT_TRUE(listed(of(other_)).empty());
}

TEST_F(MemberRoutesTest, AreAddedWithAGivenPassword) {
    const RouteAnswer made = create(
        owner_, {{"name", "Dana"}, {"email", "dana@example.com"}, {"password", "correct horse"}});
    EXPECT_TRUE(made.json()["password"].is_null());
    EXPECT_EQ(made.json()["role"], "member");
    EXPECT_TRUE(is_password("correct horse", hash_of("dana@example.com")));
}

TEST_F(MemberRoutesTest, ADoubledAddressIsAConflict) {
    const json body{{"name", "Dana"}, {"email", "dana@example.com"}};
    ASSERT_EQ(create(owner_, body).status, 201);
    EXPECT_EQ(create(of(other_), body).error, ErrorCode::conflict);
}

TEST_F(MemberRoutesTest, AreEditedAndRemovedByTheirTenantOnly) {
    const json first =
        create(owner_, {{"name", "A"}, {"email", "a@b.c"}, {"role", "owner"}}).json();
    const json second = create(owner_, {{"name", "B"}, {"email", "b@b.c"}}).json();
    EXPECT_EQ(edit(of(other_), second["id"], {{"name", "C"}}).error, ErrorCode::not_found);
    EXPECT_EQ(remove(of(other_), second["id"]).error, ErrorCode::not_found);
    const RouteAnswer edited = edit(owner_, second["id"], {{"name", "C"}, {"role", "owner"}});
    ASSERT_EQ(edited.status, 200) << edited.message;
    EXPECT_EQ(edited.json()["email"], "b@b.c");
    EXPECT_EQ(edited.json()["role"], "owner");
    EXPECT_EQ(remove(owner_, first["id"]).status, 204);
    EXPECT_EQ(remove(owner_, second["id"]).error, ErrorCode::conflict);
    EXPECT_EQ(edit(owner_, second["id"], {{"role", "member"}}).error, ErrorCode::conflict);
}

TEST_F(MemberRoutesTest, AdministratorsAreManagedByAdministratorsOnly) {
    const json body{{"name", "A"}, {"email", "a@b.c"}, {"role", "administrator"}};
    EXPECT_EQ(create(owner_, body).error, ErrorCode::permission_denied);
    const RouteAnswer made = create(admin_of(tenant_), body);
    ASSERT_EQ(made.status, 201) << made.message;
    const std::string id = made.json()["id"];
    const json owner =
        create(owner_, {{"name", "B"}, {"email", "b@b.c"}, {"role", "owner"}}).json();
    EXPECT_EQ(edit(owner_, id, {{"role", "member"}}).error, ErrorCode::permission_denied);
    EXPECT_EQ(edit(owner_, owner["id"], {{"role", "administrator"}}).error,
              ErrorCode::permission_denied);
    EXPECT_EQ(remove(owner_, id).error, ErrorCode::permission_denied);
    EXPECT_EQ(routes_.ask(owner_, "POST", "/v1/members/" + id + "/password").error,
              ErrorCode::permission_denied);
    EXPECT_EQ(remove(admin_of(tenant_), id).status, 204);
}

TEST_F(MemberRoutesTest, ANewPasswordIsMadeAndEndsTheSessions) {
    const json made = create(owner_, {{"name", "Dana"}, {"email", "dana@example.com"}}).json();
    database_->write([&](Connection& connection) {
        const auto dana = member_with_email(connection, "dana@example.com")->member;
        start_session(connection, tenant_.id, dana.id, "token", clock_.now());
    });
    const std::string path = "/v1/members/" + made["id"].get<std::string>() + "/password";
    EXPECT_EQ(routes_.ask(of(other_), "POST", path).error, ErrorCode::not_found);
    const RouteAnswer reset = routes_.ask(owner_, "POST", path);
    ASSERT_EQ(reset.status, 200) << reset.message;
    EXPECT_TRUE(
        is_password(reset.json()["password"].get<std::string>(), hash_of("dana@example.com")));
    EXPECT_NE(reset.json()["password"], made["password"]);
    database_->read(
        [](Connection& connection) { EXPECT_FALSE(find_session(connection, "token")); });
}

TEST_F(MemberRoutesTest, RefuseWhatCannotBeMeant) {
    const auto refused = [&](const json& changes) {
        json body{{"name", "Dana"}, {"email", "dana@example.com"}};
        body.update(changes);
        return create(owner_, body).error;
    };
    for (const json& changes :
         {json{{"email", "dana"}}, json{{"name", ""}}, json{{"role", "chief"}},
          json{{"password", "too short"}}, json{{"password", 17}}, json{{"admin", true}},
          json{{"email", "long-address@example.com"}, {"password", "Long-Address@example.com"}}}) {
        EXPECT_EQ(refused(changes), ErrorCode::invalid_argument) << changes;
    }
    const std::string id =
        create(owner_, {{"name", "Dana"}, {"email", "dana@example.com"}}).json()["id"];
    EXPECT_EQ(edit(owner_, id, json::object()).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(owner_, id, {{"email", "@"}}).error, ErrorCode::invalid_argument);
    EXPECT_EQ(edit(owner_, "17", {{"name", "A"}}).error, ErrorCode::not_found);
}

}  // namespace
}  // namespace callfold::http
