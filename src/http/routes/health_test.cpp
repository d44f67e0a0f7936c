#include "http/routes/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "storage/testing/temporary_database.h"

namespace callfold::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;

class HealthTest : public ::testing::Test {
  protected:
    Response ask(const char* path) {
        const Router router(health_routes({*database, committer, metrics, "1.2.3"}));
        const Request http;
        const ApiRequest request{http, {}, {}, {}};
        const Route& route = *router.match("GET", path).route;
        if (route.handle) return route.handle(request).value();
        Response answer;
        route.defer(request, [&](Response response) { answer = std::move(response); });
        return answer;
    }
    void run_script(const char* sql) {
        database->write([&](Connection& connection) { connection.run_script(sql); });
    }

    TemporaryDatabase database;
    Metrics metrics;
    SettingsCache settings{*database};
    Committer committer{*database, settings, metrics, {}, [] {}};
};

TEST_F(HealthTest, IsAliveWithItsVersion) {
    EXPECT_EQ(ask("/healthz").body, R"({"status":"ok","version":"1.2.3"})");
}

TEST_F(HealthTest, IsReadyWhenEveryCheckIsOk) {
    const Response response = ask("/readyz");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(nlohmann::json::parse(response.body), nlohmann::json::parse(R"({
        "status": "ready",
        "checks": [{"name": "database", "ok": true, "detail": null},
                   {"name": "migrations", "ok": true, "detail": null},
                   {"name": "commits", "ok": true, "detail": null}]})"));
}

TEST_F(HealthTest, IsNotReadyWhileAMigrationWaits) {
    run_script("DELETE FROM schema_migrations;");
    const Response response = ask("/readyz");
    const auto body = nlohmann::json::parse(response.body);
    EXPECT_EQ(response.status, 503);
    EXPECT_THAT(response.headers, Contains(Key("Retry-After")));
    EXPECT_EQ(body["status"], "not_ready");
    EXPECT_EQ(body["checks"][1]["ok"], false);
    EXPECT_THAT(body["checks"][1]["detail"], HasSubstr("callfold migrate up"));
}

TEST_F(HealthTest, IsNotReadyWhenTheDatabaseDoesNotAnswer) {
    run_script("DROP TABLE settings_version;");
    const Response response = ask("/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(nlohmann::json::parse(response.body)["checks"][0]["ok"], false);
    EXPECT_EQ(ask("/healthz").status, 200);
}

TEST_F(HealthTest, ShowsTheMetrics) {
    const Response response = ask("/metrics");
    EXPECT_THAT(response.content_type, HasSubstr("text/plain; version=0.0.4"));
    EXPECT_THAT(response.body, HasSubstr("callfold_webhooks_waiting 0\n"));
}

}  // namespace
}  // namespace callfold::http
