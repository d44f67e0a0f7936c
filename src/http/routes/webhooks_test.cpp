#include "http/routes/webhooks.h"

#include <atomic>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "http/dispatcher.h"
#include "http/server.h"
#include "http/testing/client.h"
#include "storage/testing/temporary_database.h"

namespace callfold::http {
namespace {

using testing::Answer;
using testing::Client;
using ::testing::Contains;
using ::testing::Key;
using ::testing::Pair;
using testing::request_text;

void insert_endpoint(Connection& connection, int id, std::string_view token,
                     std::string_view allow_from, std::string_view header_secret) {
    const std::string header_name = header_secret.empty() ? "NULL" : "'X-Secret'";
    const std::string header_hash =
        header_secret.empty() ? "NULL" : fmt::format("X'{}'", to_hex(sha256(header_secret)));
    connection.run_script(fmt::format(
        "INSERT INTO endpoints (id, public_id, user_id, provider, name, token_prefix, token_hash,"
        " allow_from, header_name, header_secret_hash, created_at) VALUES ({0},"
        " X'0194d3f0000070008000000000000{0:03}', 1, 'bolna', 'e', 'wh', X'{1}', '{2}', {3}, {4}, "
        "0);",
        id, to_hex(sha256(token)), allow_from, header_name, header_hash));
}

// The schema, a tenant and its endpoints.
struct DatabaseWithEndpoints : TemporaryDatabase {
    DatabaseWithEndpoints() {
        (**this).write([](Connection& connection) {
            connection.run_script(
                "INSERT INTO users (id, public_id, name, created_at)"
                " VALUES (1, X'0194d3f0000070008000000000000000', 'one', 0);");
            insert_endpoint(connection, 1, "wh_open", "[]", "");
            insert_endpoint(connection, 2, "wh_elsewhere", R"(["203.0.113.0/24"])", "");
            insert_endpoint(connection, 3, "wh_secret", "[]", "s3cret");
        });
    }
};

// The way of a webhook from the socket to the database, with a thread that commits.
class WebhooksTest : public ::testing::Test {
  protected:
    WebhooksTest() {
        EXPECT_TRUE(server.start());
        committing = std::thread([this] {
            while (!stopped) {
                committer.step(clock.now());
                committer.wait(milliseconds{1000});
            }
        });
    }
    ~WebhooksTest() override {
        server.stop();
        stopped = true;
        committer.end_waits();
        committing.join();
    }

    Answer post(const std::string& path, std::string_view body,
                std::map<std::string, std::string> headers = {}) {
        headers.emplace("Content-Type", "application/json");
        Client client(server.port());
        return client.ask(request_text("POST", path, headers, body));
    }

    static ServerOptions server_options() {
        ServerOptions options;
        options.port = 0;
        options.limits.body_bytes = 2000;
        return options;
    }

    DatabaseWithEndpoints database;
    SystemClock clock;
    Metrics metrics;
    SettingsCache settings{*database};
    Committer committer{*database, settings, metrics, {}, [] {}};
    Ingest ingest{settings, committer, metrics};
    Authenticator authenticator{*database};
    Dispatcher dispatcher{webhook_routes(ingest, clock, "https://calls.example.com"),
                          authenticator,
                          metrics,
                          {server_options().limits, 1}};
    Server server{server_options(), clock, metrics, [this](Request request, Respond respond) {
                      dispatcher.receive(std::move(request), std::move(respond));
                  }};
    std::atomic<bool> stopped = false;
    std::thread committing;
};

constexpr std::string_view ringing =
    R"({"id":"b01a0000-0000-4000-8000-000000000001","status":"ringing","user_number":"+919000000101",)"
    R"("agent_id":"a6e70000-0000-4000-8000-000000000001","updated_at":"2026-02-03T09:15:04.250000"})";

TEST_F(WebhooksTest, KeepsAWebhookAndKnowsItAgain) {
    const Answer first = post("/webhooks/bolna/wh_open", ringing);
    const Answer second = post("/webhooks/bolna/wh_open", ringing);
    const auto receipt = nlohmann::json::parse(first.body);
    const auto repeated = nlohmann::json::parse(second.body);
    EXPECT_EQ(first.status, 200);
    EXPECT_THAT(first.headers, Contains(Pair("content-type", "application/json")));
    EXPECT_THAT(first.headers, Contains(Key("x-processing-id")));
    EXPECT_EQ(receipt.size(), 4U);
    EXPECT_EQ(receipt["duplicate"], false);
    EXPECT_EQ(receipt["quarantined"], false);
    EXPECT_GE(receipt["processing_ms"], 0);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(repeated["duplicate"], true);
    EXPECT_EQ(repeated["event_id"], receipt["event_id"]);
}

TEST_F(WebhooksTest, PutsGoodJsonWithoutAnIdIntoQuarantine) {
    const Answer answer = post("/webhooks/bolna/wh_open", R"({"status":"ringing"})");
    const auto receipt = nlohmann::json::parse(answer.body);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(receipt["quarantined"], true);
    EXPECT_EQ(receipt["event_id"], nullptr);
}

TEST_F(WebhooksTest, RefusesTokensThatNobodyHas) {
    EXPECT_EQ(post("/webhooks/bolna/wh_other", ringing).status, 404);
    EXPECT_EQ(post("/webhooks/nobody/wh_open", ringing).status, 404);
    EXPECT_EQ(post("/webhooks/bolna", ringing).status, 404);
    EXPECT_EQ(post("/webhooks/bolna/", ringing).status, 404);
}

TEST_F(WebhooksTest, RefusesWrongSendersAndSecrets) {
    EXPECT_EQ(post("/webhooks/bolna/wh_elsewhere", ringing).status, 403);
    EXPECT_EQ(post("/webhooks/bolna/wh_secret", ringing).status, 401);
    EXPECT_EQ(post("/webhooks/bolna/wh_secret", ringing, {{"X-Secret", "guess"}}).status, 401);
    EXPECT_EQ(post("/webhooks/bolna/wh_secret", ringing, {{"x-secret", "s3cret"}}).status, 200);
}

TEST_F(WebhooksTest, RefusesWhatIsNoJson) {
    EXPECT_EQ(post("/webhooks/bolna/wh_open", "<xml/>", {{"Content-Type", "text/xml"}}).status,
              415);
    const Answer broken = post("/webhooks/bolna/wh_open", R"({"id":"x","status":})");
    const auto problem = nlohmann::json::parse(broken.body);
    EXPECT_EQ(broken.status, 400);
    EXPECT_THAT(broken.headers, Contains(Pair("content-type", "application/problem+json")));
    EXPECT_EQ(problem["code"], "invalid_argument");
    EXPECT_EQ(problem["byte_offset"], 19);
    EXPECT_EQ(post("/webhooks/bolna/wh_open", "{\"id\":\"\xff\"}").status, 400);
    EXPECT_EQ(post("/webhooks/bolna/wh_open", std::string(1500, '[')).status, 400);
}

TEST_F(WebhooksTest, RefusesBodiesOverTheLimit) {
    EXPECT_EQ(post("/webhooks/bolna/wh_open", std::string(2001, ' ')).status, 413);
    Client client(server.port());
    client.send(request_text("POST", "/webhooks/bolna/wh_open", {}, std::string(4001, ' ')));
    client.wait_until_closed();
    EXPECT_EQ(post("/webhooks/bolna/wh_open", ringing).status, 200);
}

TEST_F(WebhooksTest, TakesPostOnly) {
    Client client(server.port());
    const Answer answer = client.ask(request_text("GET", "/webhooks/bolna/wh_open"));
    EXPECT_EQ(answer.status, 405);
    EXPECT_THAT(answer.headers, Contains(Pair("allow", "POST, OPTIONS")));
}

}  // namespace
}  // namespace callfold::http
