#include "http/dispatcher.h"

#include <future>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "http/page.h"
#include "storage/testing/temporary_database.h"

namespace callfold::http {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

const Instant start = from_unix_us(1'770'000'000'000'000);

void insert_key(Connection& connection, int id, std::string_view key, bool is_admin) {
    connection.run_script(fmt::format(
        "INSERT INTO api_keys (id, public_id, user_id, name, prefix, key_hash, is_admin, "
        "created_at)"
        " VALUES ({0}, X'0194d3f0000070008000000000000{0:03}', 1, 'k', 'cf_', X'{1}', {2}, 0);",
        id, to_hex(sha256(key)), is_admin ? 1 : 0));
}

Result<Response> who(const ApiRequest& request) {
    return json_response({{"tenant", request.identity.tenant.value},
                          {"admin", request.identity.is_admin},
                          {"id", request.path_parameters.count("id") ? request.path("id") : ""},
                          {"q", request.query("q").value_or("")}});
}

class DispatcherTest : public ::testing::Test {
  protected:
    DispatcherTest() {
        database->write([](Connection& connection) {
            connection.run_script(
                "INSERT INTO users (id, public_id, name, created_at)"
                " VALUES (1, X'0194d3f0000070008000000000000000', 'one', 0);");
            insert_key(connection, 1, "cf_tenant", false);
            insert_key(connection, 2, "cf_admin", true);
        });
    }

    static std::vector<Route> routes() {
        return {{"GET", "/open", Access::open, who},
                {"GET", "/v1/things", Access::tenant, who, {"q"}},
                {"GET", "/v1/things/{id}", Access::tenant, who},
                {"POST", "/v1/things", Access::admin, who},
                {"GET", "/conflict", Access::open,
                 [](const ApiRequest&) -> Result<Response> {
                     return fail(ErrorCode::conflict, "It is done.");
                 }},
                {"GET", "/broken", Access::open,
                 [](const ApiRequest&) -> Result<Response> { throw InfrastructureError("gone"); }},
                {"GET", "/bug", Access::open,
                 [](const ApiRequest&) -> Result<Response> { throw std::logic_error("oops"); }},
                {"GET",
                 "/later/bug",
                 Access::open,
                 {},
                 {},
                 [](const ApiRequest&, const Respond&) { throw std::logic_error("oops"); }},
                {"GET",
                 "/later/{id}",
                 Access::tenant,
                 {},
                 {},
                 [](const ApiRequest& request, const Respond& respond) {
                     respond(who(request).value());
                 }}};
    }

    Response ask(std::string method, std::string target,
                 std::vector<std::pair<std::string, std::string>> headers = {},
                 std::string body = {}) {
        Request request;
        request.method = std::move(method);
        request.path = target.substr(0, target.find('?'));
        if (request.path.size() < target.size()) {
            request.query = target.substr(request.path.size() + 1);
        }
        request.headers = std::move(headers);
        request.body = std::move(body);
        request.received_at = now;
        request.processing_id = "processing-1";
        std::promise<Response> answered;
        dispatcher.receive(std::move(request),
                           [&](Response response) { answered.set_value(std::move(response)); });
        return answered.get_future().get();
    }
    Response ask_with_key(const char* method, const char* target, const std::string& key) {
        return ask(method, target, {{"authorization", "Bearer " + key}});
    }

    Instant now = start;
    TemporaryDatabase database;
    Metrics metrics;
    Authenticator authenticator{*database};
    Dispatcher dispatcher{routes(), authenticator, metrics,
                          DispatcherOptions{{100, 50, 3, 200}, 2}};
};

TEST_F(DispatcherTest, RunsTheHandlerForWhoAsks) {
    const Response response = ask_with_key("GET", "/v1/things/a%20b", "cf_tenant");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"admin":false,"id":"a b","q":"","tenant":1})");
    EXPECT_EQ(ask_with_key("GET", "/v1/things?q=x+y", "cf_tenant").body,
              R"({"admin":false,"id":"","q":"x y","tenant":1})");
    EXPECT_EQ(ask_with_key("GET", "/later/7?any=1", "cf_admin").body,
              R"({"admin":true,"id":"7","q":"","tenant":1})");
}

TEST_F(DispatcherTest, PutsItsHeadersOnEveryAnswer) {
    for (const char* target : {"/open", "/nowhere", "/bug", "/v1/things"}) {
        EXPECT_THAT(ask("GET", target).headers,
                    AllOf(Contains(Pair("X-Processing-Id", "processing-1")),
                          Contains(Pair("X-Content-Type-Options", "nosniff")),
                          Contains(Pair("Cache-Control", "no-store"))))
            << target;
    }
}

TEST_F(DispatcherTest, RefusesWhoHasNoKey) {
    for (const char* authorization :
         {"", "Bearer", "Bearer ", "Bearer cf_unknown", "Basic cf_tenant", "cf_tenant",
          "Bearer wh_tenant", "Bearercf_tenant"}) {
        const Response response = ask("GET", "/v1/things", {{"Authorization", authorization}});
        EXPECT_EQ(response.status, 401) << authorization;
        EXPECT_THAT(response.headers, Contains(Pair("WWW-Authenticate", "Bearer")));
    }
    EXPECT_EQ(ask("GET", "/later/7").status, 401);
    EXPECT_EQ(ask("GET", "/v1/things", {{"AUTHORIZATION", "bearer  cf_tenant"}}).status, 200);
}

TEST_F(DispatcherTest, KeepsAdminRoutesForAdmins) {
    EXPECT_EQ(ask_with_key("POST", "/v1/things", "cf_tenant").status, 403);
    EXPECT_EQ(ask_with_key("POST", "/v1/things", "cf_admin").status, 200);
}

TEST_F(DispatcherTest, ForgetsARevokedKeyWithinASecond) {
    EXPECT_EQ(ask_with_key("GET", "/v1/things", "cf_tenant").status, 200);
    EXPECT_EQ(ask_with_key("GET", "/v1/things", "cf_new").status, 401);
    database->write([](Connection& connection) {
        connection.run_script("UPDATE api_keys SET revoked_at = 1 WHERE id = 1;");
        insert_key(connection, 3, "cf_new", false);
    });
    now += seconds{1};
    EXPECT_EQ(ask_with_key("GET", "/v1/things", "cf_tenant").status, 401);
    EXPECT_EQ(ask_with_key("GET", "/v1/things", "cf_new").status, 200);
    database->write([](Connection& connection) {
        connection.run_script("UPDATE users SET disabled_at = 1 WHERE id = 1;");
    });
    now += seconds{1};
    EXPECT_EQ(ask_with_key("GET", "/v1/things", "cf_admin").status, 401);
}

TEST_F(DispatcherTest, TellsUnknownPathsFromUnknownMethods) {
    EXPECT_EQ(ask("GET", "/nowhere").status, 404);
    const Response response = ask("DELETE", "/v1/things");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(nlohmann::json::parse(response.body)["code"], "invalid_argument");
    EXPECT_THAT(response.headers, Contains(Pair("Allow", "GET, HEAD, POST, OPTIONS")));
}

TEST_F(DispatcherTest, AnswersOptionsAndHead) {
    const Response options = ask("OPTIONS", "/open");
    EXPECT_EQ(options.status, 204);
    EXPECT_THAT(options.headers, Contains(Pair("Allow", "GET, HEAD, OPTIONS")));
    EXPECT_EQ(ask("OPTIONS", "/nowhere").status, 404);
    EXPECT_EQ(ask("HEAD", "/open").status, 200);
}

TEST_F(DispatcherTest, RefusesWhatItDoesNotUnderstand) {
    for (const char* target : {"/v1/things?x=1", "/v1/things/7?q=1", "/open?q=%", "/%zz"}) {
        EXPECT_EQ(ask_with_key("GET", target, "cf_tenant").status, 400) << target;
    }
}

TEST_F(DispatcherTest, TurnsFailuresIntoProblems) {
    EXPECT_EQ(ask("GET", "/conflict").status, 409);
    const Response broken = ask("GET", "/broken");
    EXPECT_EQ(broken.status, 503);
    EXPECT_THAT(broken.headers, Contains(Pair("Retry-After", "1")));
    EXPECT_EQ(ask("GET", "/bug").status, 500);
    EXPECT_EQ(ask("GET", "/later/bug").status, 500);
}

TEST_F(DispatcherTest, AnswersADatabaseThatIsGoneWithTryAgain) {
    database->write([](Connection& connection) {
        connection.run_script("ALTER TABLE api_keys RENAME TO elsewhere;");
    });
    EXPECT_GE(ask_with_key("GET", "/v1/things", "cf_tenant").status, 500);
    EXPECT_EQ(ask("GET", "/open").status, 200);
}

TEST_F(DispatcherTest, RefusesWhatIsOverALimit) {
    EXPECT_EQ(ask("GET", "/" + std::string(50, 'x')).status, 414);
    EXPECT_EQ(ask("GET", "/open?" + std::string(50, 'x')).status, 414);
    EXPECT_EQ(ask("GET", "/open", {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}}).status, 431);
    EXPECT_EQ(ask("GET", "/open", {{"a", std::string(200, 'x')}}).status, 431);
    const Response large = ask("GET", "/open", {}, std::string(101, 'x'));
    EXPECT_EQ(large.status, 413);
    EXPECT_EQ(nlohmann::json::parse(large.body)["code"], "too_large");
    EXPECT_EQ(ask("GET", "/open", {}, std::string(100, 'x')).status, 200);
}

TEST_F(DispatcherTest, CountsByPatternNotByPath) {
    ask_with_key("GET", "/v1/things/secret", "cf_tenant");
    ask("GET", "/secret");
    EXPECT_THAT(
        metrics.text(),
        AllOf(HasSubstr("callfold_http_requests_total{method=\"GET\",route=\"/v1/things/{id}\","
                        "status=\"2xx\"} 1"),
              HasSubstr("callfold_http_requests_total{method=\"other\",route=\"none\","
                        "status=\"4xx\"} 1"),
              ::testing::Not(HasSubstr("secret"))));
}

}  // namespace
}  // namespace callfold::http
