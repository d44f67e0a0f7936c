#include "http/routes/quarantine.h"

#include <nlohmann/json.hpp>

#include "base/compression.h"
#include "http/routes/calls.h"
#include "http/testing/route_test.h"
#include "storage/events.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"

namespace callfold::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;
using testing::RouteAnswer;
using namespace callfold::test;

const std::string readable = R"({"id":"7c1f0b52-9d4e-4a57-8a35-0e6b1f2c4d01","status":"completed",)"
                             R"("conversation_duration":61.8,"agent_id":"agent-1",)"
                             R"("transcript":"assistant: Hello\nuser: yes speaking\n"})";

class QuarantineRoutesTest : public testing::RouteTest {
  protected:
    QuarantineRoutesTest() {
        database_->write([&](Connection& connection) {
            quarantining_ = insert_tenant(connection, "Quarantining");
        });
    }

    std::string keep(const std::string& body) {
        return database_->write([&](Connection& connection) {
            const std::string compressed = compress(body);
            return keep_in_quarantine(
                       connection,
                       {quarantining_.id, "bolna", quarantining_.endpoint, "The body has no id.",
                        "application/json", compressed, body.size(), "p-1", sample_time()})
                .text();
        });
    }

    RouteAnswer ask(const std::string& method, const std::string& target) {
        return routes_.ask({quarantining_.id, Uuid{}, false}, method, target);
    }

    int woken_ = 0;
    TenantRow quarantining_;
    SettingsCache settings_{*database_};
    testing::AskedRoutes routes_{
        quarantine_routes({*database_, settings_, clock_, [this] { ++woken_; }})};
};

TEST_F(QuarantineRoutesTest, ListAndShowAsTheContractHasThem) {
    const std::string id = keep(R"({"status": "ringing"})");
    const json row = ask("GET", "/v1/quarantine").json()["data"][0];
    EXPECT_EQ(row, (json{{"id", id},
                         {"user_id", quarantining_.public_id.text()},
                         {"endpoint_id", quarantining_.endpoint_public_id.text()},
                         {"provider", "bolna"},
                         {"reason", "The body has no id."},
                         {"body_bytes", 21},
                         {"received_at", "2026-02-03T09:00:00Z"},
                         {"replayed_at", nullptr},
                         {"event_id", nullptr},
                         {"call_id", nullptr}}));
    json detail = row;
    detail["body"] = R"({"status": "ringing"})";
    EXPECT_EQ(ask("GET", "/v1/quarantine/" + id).json(), detail);
    EXPECT_TRUE(ask("GET", "/v1/quarantine?replayed=true").json()["data"].empty());
    EXPECT_EQ(ask("GET", "/v1/quarantine?replayed=maybe").error, ErrorCode::invalid_argument);
}

TEST_F(QuarantineRoutesTest, ABodyThatIsUnderstoodNowBecomesAnEvent) {
    const std::string id = keep(readable);
    clock_.advance(minutes{5});
    const RouteAnswer answer = ask("POST", "/v1/quarantine/" + id + "/replay");
    EXPECT_EQ(answer.status, 200);
    const json replayed = answer.json();
    EXPECT_EQ(replayed["replayed_at"], "2026-02-03T09:05:00Z");
    EXPECT_TRUE(replayed["event_id"].is_string());
    EXPECT_EQ(ask("GET", "/v1/quarantine?replayed=true").json()["data"][0], replayed);
    EXPECT_EQ(woken_, 1);

    SettingsCache settings{*database_};
    const testing::AskedRoutes calls{call_routes({*database_, clock_, [] {}, settings, {}})};
    const Identity identity{quarantining_.id, Uuid{}, false};
    const json call = calls.ask(identity, "GET", "/v1/calls").json()["data"][0];
    EXPECT_EQ(call["id"], replayed["call_id"]);
    EXPECT_EQ(call["duration_seconds"], 61.8);
    EXPECT_EQ(call["analysis_status"], "pending");
    const json event =
        calls.ask(identity, "GET", "/v1/calls/" + call["id"].get<std::string>() + "/events")
            .json()["data"][0];
    EXPECT_EQ(event["id"], replayed["event_id"]);
    EXPECT_EQ(event["received_at"], "2026-02-03T09:00:00Z");

    EXPECT_EQ(ask("POST", "/v1/quarantine/" + id + "/replay").error, ErrorCode::conflict);
    EXPECT_EQ(audited(quarantining_.id), std::vector<std::string>{"quarantine.replay " + id});
}

TEST_F(QuarantineRoutesTest, TheSameBodyTwiceIsOneEvent) {
    const std::string first = keep(readable);
    const std::string second = keep(readable);
    const json one = ask("POST", "/v1/quarantine/" + first + "/replay").json();
    const json two = ask("POST", "/v1/quarantine/" + second + "/replay").json();
    EXPECT_EQ(one["event_id"], two["event_id"]);
}

TEST_F(QuarantineRoutesTest, ABodyThatIsStillNoEventStaysWithTheReason) {
    for (const char* body : {R"({"status": "ringing"})", "no json"}) {
        const std::string id = keep(body);
        const RouteAnswer refused = ask("POST", "/v1/quarantine/" + id + "/replay");
        EXPECT_EQ(refused.error, ErrorCode::conflict) << body;
        EXPECT_FALSE(refused.message.empty());
        EXPECT_EQ(ask("GET", "/v1/quarantine/" + id).json()["replayed_at"], nullptr);
    }
    EXPECT_EQ(woken_, 0);
}

TEST_F(QuarantineRoutesTest, ADiscardedBodyIsGone) {
    const std::string id = keep(R"({"status": "ringing"})");
    const std::string other = keep(readable);
    EXPECT_EQ(ask("DELETE", "/v1/quarantine/" + id).status, 204);
    const json rows = ask("GET", "/v1/quarantine").json()["data"];
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["id"], other);
    for (const auto& [method, target] : {std::pair{"GET", ""}, {"DELETE", ""}, {"POST", "/replay"}})
        EXPECT_EQ(ask(method, "/v1/quarantine/" + id + target).error, ErrorCode::not_found);
    EXPECT_EQ(audited(quarantining_.id), std::vector<std::string>{"quarantine.discard " + id});
}

TEST_F(QuarantineRoutesTest, WhatADiscardedBodyBecameStays) {
    const std::string id = keep(readable);
    const json replayed = ask("POST", "/v1/quarantine/" + id + "/replay").json();
    EXPECT_EQ(ask("DELETE", "/v1/quarantine/" + id).status, 204);
    EXPECT_EQ(count_rows(*database_, "calls", "true"), 1);
    EXPECT_TRUE(replayed["call_id"].is_string());
}

TEST_F(QuarantineRoutesTest, AnotherTenantsBodyIsNotThere) {
    const std::string id = keep(readable);
    EXPECT_TRUE(routes_.ask(of(tenant_), "GET", "/v1/quarantine").json()["data"].empty());
    EXPECT_EQ(routes_.ask(of(tenant_), "GET", "/v1/quarantine/" + id).error, ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(tenant_), "POST", "/v1/quarantine/" + id + "/replay").error,
              ErrorCode::not_found);
    EXPECT_EQ(routes_.ask(of(tenant_), "DELETE", "/v1/quarantine/" + id).error,
              ErrorCode::not_found);
    EXPECT_EQ(ask("GET", "/v1/quarantine/" + id).status, 200);
}

}  // namespace
}  // namespace callfold::http
