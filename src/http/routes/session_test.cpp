#include "http/routes/session.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "base/passwords.h"
#include "http/auth.h"
#include "http/session_cookie.h"
#include "http/testing/route_test.h"
#include "storage/members.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using ::testing::HasSubstr;
using testing::RouteAnswer;
using ::testing::StartsWith;

constexpr const char* password = "correct horse battery";

class SessionRoutesTest : public testing::RouteTest {
  protected:
    SessionRoutesTest() {
        add(tenant_, "owner@example.com", Role::owner);
        add(tenant_, "member@example.com", Role::member);
        add(tenant_, "admin@example.com", Role::administrator);
    }

    void add(const Tenant& tenant, const std::string& email, Role role) {
        static const std::string hash = hash_password(password);
        database_
            ->write([&](Connection& connection) {
                return create_member(connection, tenant.id, {"Dana", email, role}, hash,
                                     clock_.now());
            })
            .value();
    }
    RouteAnswer sign_in(const std::string& email, const std::string& tried = password,
                        const std::string& address = "192.0.2.1") {
        return routes_.ask({}, "POST", "/v1/session",
                           {json{{"email", email}, {"password", tried}}.dump(),
                            {{"Content-Type", "application/json"}},
                            address});
    }
    static std::string cookie_of(const RouteAnswer& answer) {
        const std::string set = answer.header("Set-Cookie");
        return set.substr(0, set.find(';'));
    }
    std::string cookie(const std::string& email) { return cookie_of(sign_in(email)); }
    static std::string csrf(const std::string& cookie) {
        return csrf_token_of(session_token_in(cookie));
    }

    Result<Identity> who(const std::string& cookie, const std::string& method = "GET",
                         const std::string& token = "") {
        Request request;
        request.method = method;
        request.received_at = clock_.now();
        request.headers = {{"Cookie", cookie}};
        if (!token.empty()) request.headers.emplace_back("X-CSRF-Token", token);
        return authenticator_.authenticate(request);
    }
    RouteAnswer ask(const std::string& cookie, const std::string& method, const std::string& path,
                    const json& body = nullptr) {
        testing::AskedWith with;
        with.headers = {{"Cookie", cookie}, {"Content-Type", "application/json"}};
        if (!body.is_null()) with.body = body.dump();
        return routes_.ask(who(cookie).value(), method, path, with);
    }
    RouteAnswer change_password(const std::string& cookie, const std::string& current,
                                const std::string& wanted) {
        return ask(cookie, "POST", "/v1/session/password",
                   {{"current_password", current}, {"new_password", wanted}});
    }
    std::vector<std::string> actions(const Tenant& tenant) {
        std::vector<std::string> words;
        for (const std::string& entry : audited(tenant.id))
            words.push_back(entry.substr(0, entry.find(' ')));
        return words;
    }

    SignInThrottle throttle_{"a key of the test"};
    PasswordWork password_work_{100};
    Authenticator authenticator_{*database_};
    testing::AskedRoutes routes_{
        session_routes({*database_, clock_, throttle_, password_work_, true})};
};

TEST_F(SessionRoutesTest, BeginWithTheRightPassword) {
    const RouteAnswer answer = sign_in(" Owner@Example.com ");
    ASSERT_EQ(answer.status, 200) << answer.message << answer.body;
    EXPECT_THAT(answer.header("Set-Cookie"), StartsWith("callfold_session=cfs_"));
    EXPECT_THAT(answer.header("Set-Cookie"),
                HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600; Secure"));
    const json session = answer.json();
    EXPECT_EQ(session["member"]["email"], "owner@example.com");
    EXPECT_EQ(session["member"]["last_signed_in_at"], "2026-02-03T09:00:00Z");
    EXPECT_EQ(session["tenant"]["id"], tenant_.public_id.text());
    EXPECT_EQ(session["csrf_token"], csrf(cookie_of(answer)));
    EXPECT_EQ(ask(cookie_of(answer), "GET", "/v1/session").json(), session);
    EXPECT_EQ(actions(tenant_), std::vector<std::string>{"session.start"});
    EXPECT_TRUE(actions(other_).empty());
}

TEST_F(SessionRoutesTest, DoNotBeginOtherwiseAndDoNotTellWhy) {
    const RouteAnswer wrong = sign_in("owner@example.com", "wrong horse battery");
    const RouteAnswer unknown = sign_in("nobody@example.com");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.header("Set-Cookie"), "");
    EXPECT_EQ(wrong.body, unknown.body);
    EXPECT_EQ(sign_in("not an address").body, unknown.body);
    EXPECT_TRUE(actions(tenant_).empty());
}

TEST_F(SessionRoutesTest, OfADisabledTenantDoNotBegin) {
    add(other_, "iyer@example.com", Role::owner);
    TenantFields fields = other_.fields;
    fields.enabled = false;
    database_
        ->write([&](Connection& connection) {
            return update_tenant(connection, other_.public_id, fields, clock_.now());
        })
        .value();
    EXPECT_EQ(sign_in("iyer@example.com").status, 401);
}

TEST_F(SessionRoutesTest, TellWhoAsks) {
    const Identity member = who(cookie("member@example.com")).value();
    EXPECT_EQ(member.tenant, tenant_.id);
    EXPECT_EQ(member.person->role, Role::member);
    EXPECT_FALSE(member.is_admin);
    EXPECT_TRUE(who(cookie("admin@example.com")).value().is_admin);
    EXPECT_EQ(who("callfold_session=cfs_made_up").error().code, ErrorCode::unauthenticated);
    EXPECT_EQ(who("theme=dark").error().code, ErrorCode::unauthenticated);
}

TEST_F(SessionRoutesTest, WantTheirCsrfTokenWithUnsafeMethods) {
    const std::string own = cookie("owner@example.com");
    const std::string foreign = cookie("member@example.com");
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        EXPECT_TRUE(who(own, method, csrf(own))) << method;
        EXPECT_EQ(who(own, method).error().code, ErrorCode::permission_denied) << method;
        EXPECT_EQ(who(own, method, csrf(foreign)).error().code, ErrorCode::permission_denied);
    }
    EXPECT_TRUE(who(own, "HEAD"));
}

TEST_F(SessionRoutesTest, AKeyThatIsSentCountsBeforeTheCookie) {
    Request request;
    request.method = "POST";
    request.received_at = clock_.now();
    request.headers = {{"Cookie", cookie("owner@example.com")},
                       {"Authorization", "Bearer cf_unknown"}};
    EXPECT_EQ(authenticator_.authenticate(request).error().code, ErrorCode::unauthenticated);
}

TEST_F(SessionRoutesTest, EndWhenNobodyUsesThem) {
    const std::string used = cookie("owner@example.com");
    const std::string idle = cookie("owner@example.com");
    clock_.advance(hours{7});
    EXPECT_TRUE(who(used));
    clock_.advance(hours{5});
    EXPECT_TRUE(who(used));
    EXPECT_EQ(who(idle).error().code, ErrorCode::unauthenticated);
}

TEST_F(SessionRoutesTest, EndAfterTwoWeeksHoweverMuchTheyAreUsed) {
    const std::string used = cookie("owner@example.com");
    for (int half_days = 0; half_days < 2 * 14 * 12 / 11; ++half_days) {
        clock_.advance(hours{11});
        ASSERT_TRUE(who(used)) << half_days;
    }
    clock_.advance(hours{11});
    EXPECT_EQ(who(used).error().code, ErrorCode::unauthenticated);
}

TEST_F(SessionRoutesTest, EndWhenTheirPersonSignsOut) {
    const std::string one = cookie("owner@example.com");
    const std::string two = cookie("owner@example.com");
    const RouteAnswer answer = ask(one, "DELETE", "/v1/session");
    EXPECT_EQ(answer.status, 204);
    EXPECT_THAT(answer.header("Set-Cookie"), StartsWith("callfold_session=; "));
    EXPECT_FALSE(who(one));
    EXPECT_TRUE(who(two));
    EXPECT_EQ(actions(tenant_).front(), "session.end");
}

TEST_F(SessionRoutesTest, AreSlowedDownForTheAccountFromEveryAddress) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sign_in("Owner@example.com", "wrong", "192.0.2." + std::to_string(i)).status,
                  401);
    }
    const RouteAnswer refused = sign_in("owner@example.com", password, "192.0.2.77");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.header("Retry-After"), "60");
    EXPECT_EQ(refused.json()["code"], "rate_limited");
    EXPECT_EQ(sign_in("member@example.com", password, "192.0.2.1").status, 200);
    clock_.advance(minutes{1});
    EXPECT_EQ(sign_in("owner@example.com", password, "192.0.2.77").status, 200);
}

TEST_F(SessionRoutesTest, AreSlowedDownForAddressesWithoutAccounts) {
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(sign_in(std::to_string(i) + "@example.com").status, 401) << i;
    }
    EXPECT_EQ(sign_in("owner@example.com").status, 429);
    EXPECT_EQ(sign_in("owner@example.com", password, "192.0.2.2").status, 200);
}

TEST_F(SessionRoutesTest, ANewPasswordEndsTheOtherOnes) {
    const std::string one = cookie("owner@example.com");
    const std::string two = cookie("owner@example.com");
    EXPECT_EQ(change_password(one, "wrong horse", "a new password").status, 400);
    EXPECT_EQ(change_password(one, password, "short").status, 400);
    EXPECT_EQ(change_password(one, password, "owner@example.com").status, 400);
    ASSERT_EQ(change_password(one, password, "a new password").status, 204);
    EXPECT_TRUE(who(one));
    EXPECT_FALSE(who(two));
    EXPECT_EQ(sign_in("owner@example.com").status, 401);
    EXPECT_EQ(sign_in("owner@example.com", "a new password").status, 200);
    EXPECT_EQ(actions(tenant_)[1], "member.password");
}

TEST_F(SessionRoutesTest, CurrentPasswordsCannotBeTriedWithoutEnd) {
    const std::string own = cookie("owner@example.com");
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(change_password(own, "wrong horse", "a new password").status, 400);
    EXPECT_EQ(change_password(own, password, "a new password").status, 429);
}

TEST_F(SessionRoutesTest, AdministratorsLookAtAnotherTenant) {
    const std::string admin = cookie("admin@example.com");
    const json body{{"tenant_id", other_.public_id.text()}};
    const RouteAnswer looked = ask(admin, "PUT", "/v1/session/tenant", body);
    ASSERT_EQ(looked.status, 200) << looked.message;
    EXPECT_EQ(looked.json()["tenant"]["id"], other_.public_id.text());
    EXPECT_EQ(looked.json()["member"]["user_id"], tenant_.public_id.text());
    EXPECT_EQ(who(admin).value().tenant, other_.id);
    EXPECT_EQ(ask(admin, "GET", "/v1/session").json(), looked.json());
    EXPECT_EQ(actions(other_), std::vector<std::string>{"session.look-at"});
    EXPECT_EQ(
        ask(admin, "PUT", "/v1/session/tenant", {{"tenant_id", new_uuid(clock_.now()).text()}})
            .error,
        ErrorCode::not_found);
    EXPECT_EQ(routes_.send(admin_of(tenant_), "PUT", "/v1/session/tenant", body).error,
              ErrorCode::permission_denied);
}

TEST_F(SessionRoutesTest, RefuseBodiesThatCannotBeMeant) {
    const auto status = [&](const std::string& body, const std::string& type = "application/json") {
        return routes_.ask({}, "POST", "/v1/session", {body, {{"Content-Type", type}}}).status;
    };
    EXPECT_EQ(status("{}"), 400);
    EXPECT_EQ(status(R"({"email": "a@b.c", "password": ""})"), 400);
    EXPECT_EQ(status(R"({"email": "a@b.c", "password": "x", "role": "owner"})"), 400);
    EXPECT_EQ(status("email=a@b.c&password=x", "application/x-www-form-urlencoded"), 415);
    EXPECT_EQ(status(std::string(5000, ' ')), 413);
}

TEST(Access, IsRefusedByRole) {
    const auto person = [](Role role) {
        Identity identity;
        identity.person = SignedIn{{}, {}, {}, role, {}};
        identity.is_admin = role == Role::administrator;
        return identity;
    };
    const auto allowed = [](const Identity& identity) {
        std::string words;
        for (const Access access : {Access::tenant, Access::owner, Access::admin, Access::person})
            words += refuse_access(identity, access) ? '-' : '+';
        return words;
    };
    EXPECT_EQ(allowed(person(Role::member)), "+--+");
    EXPECT_EQ(allowed(person(Role::owner)), "++-+");
    EXPECT_EQ(allowed(person(Role::administrator)), "++++");
    EXPECT_EQ(allowed(Identity{}), "++--");
    Identity admin_key;
    admin_key.is_admin = true;
    EXPECT_EQ(allowed(admin_key), "+++-");
}

}  // namespace
}  // namespace callfold::http
