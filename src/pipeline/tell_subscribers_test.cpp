#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "pipeline/erase.h"
#include "pipeline/post_manual_transfer.h"
#include "pipeline/testing/tested_analysis.h"
#include "storage/subscriptions.h"

namespace callfold {
namespace {

using nlohmann::json;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class TellSubscribersTest : public test::AnalysisTest {
  protected:
    void subscribe(std::vector<OutgoingEvent> events) {
        stored_->write([&](Connection& connection) {
            create_subscription(connection, tenant_.id,
                                {"https://crm.example.com/", std::nullopt, std::move(events), true},
                                "sealed", now_)
                .value();
        });
        settings_.refresh();
    }
    std::vector<std::string> told() {
        return texts("SELECT event_type FROM outgoing_messages ORDER BY id");
    }
    json payload(const std::string& event) {
        return json::parse(
            text("SELECT payload FROM outgoing_messages WHERE event_type = '" + event + "'"));
    }
};

TEST_F(TellSubscribersTest, AWholeCallTellsWhatItCameTo) {
    subscribe({OutgoingEvent::call_completed, OutgoingEvent::call_failed,
               OutgoingEvent::call_analyzed, OutgoingEvent::lead_updated, OutgoingEvent::lead_hot});
    take_call({});
    EXPECT_THAT(told(), ElementsAre("call.completed"));
    work_off();
    EXPECT_THAT(told(), UnorderedElementsAre("call.completed", "call.analyzed", "lead.updated"));
    const json call = payload("call.completed")["data"];
    EXPECT_EQ(call["execution_id"], "call-1");
    EXPECT_EQ(call["phone_number"], test::caller_number);
    EXPECT_EQ(call["credits_charged"], "2");
    const json lead = payload("lead.updated")["data"];
    EXPECT_EQ(lead["phone_number"], test::caller_number);
    EXPECT_EQ(lead["calls_analyzed"], 1);
    EXPECT_EQ(lead["previous_tag"], nullptr);
    EXPECT_FALSE(lead["summary"].get<std::string>().empty());
}

TEST_F(TellSubscribersTest, ALeadThatBecomesHotIsToldOnce) {
    subscribe({OutgoingEvent::lead_hot});
    take_call({});
    step();
    while (!model().open().empty())
        model().answer_well(85);
    work_off();
    EXPECT_THAT(told(), ElementsAre("lead.hot"));
    EXPECT_EQ(payload("lead.hot")["data"]["tag"], "hot");
    now_ += hours{1};
    take_call({.execution_id = "call-2"});
    step();
    while (!model().open().empty())
        model().answer_well(90);
    work_off();
    EXPECT_THAT(told(), ElementsAre("lead.hot"));
}

TEST_F(TellSubscribersTest, RepeatedWebhooksTellNothingNew) {
    subscribe({OutgoingEvent::call_completed, OutgoingEvent::call_failed});
    commit({webhook({.kind = EventKind::busy})});
    commit({webhook({.kind = EventKind::busy})});
    commit({webhook({.kind = EventKind::ringing})});
    EXPECT_THAT(told(), ElementsAre("call.failed"));
    EXPECT_EQ(payload("call.failed")["data"]["call_lifecycle_status"], "busy");
    commit({webhook({})});
    EXPECT_THAT(told(), ElementsAre("call.failed", "call.completed"));
}

TEST_F(TellSubscribersTest, NobodyIsToldWithoutAskingForIt) {
    commit({webhook({})});
    subscribe({OutgoingEvent::lead_hot});
    commit({webhook({.execution_id = "call-2"})});
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(TellSubscribersTest, WhatEndedLongAgoIsNotTold) {
    subscribe({OutgoingEvent::call_completed});
    commit({webhook({.occurred_at = now_ - hours{25}})});
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(TellSubscribersTest, CreditsThatRunOutAreTold) {
    subscribe({OutgoingEvent::credits_low});
    post_manual_transfer(*stored_, tenant_.id, TransferKind::grant, Credits::from_micro(16'000'000),
                         "g", now_)
        .value();
    EXPECT_THAT(told(), IsEmpty());
    commit({webhook({})});
    EXPECT_THAT(told(), ElementsAre("credits.low"));
    EXPECT_EQ(payload("credits.low")["data"]["balance"], "14");
    EXPECT_EQ(payload("credits.low")["data"]["threshold"], "15");
}

TEST_F(TellSubscribersTest, ErasingAPersonTakesWhatWasToldAboutIt) {
    subscribe({OutgoingEvent::call_completed, OutgoingEvent::lead_updated});
    take_call({});
    work_off();
    ASSERT_EQ(told().size(), 2U);
    erase_person(*stored_, tenant_.id, PhoneNumber::from_e164(test::caller_number), now_).value();
    EXPECT_EQ(number("SELECT count(*) FROM outgoing_messages WHERE payload <> '' OR phone_number "
                     "IS NOT NULL"),
              0);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries WHERE state <> 'canceled'"), 0);
}

}  // namespace
}  // namespace callfold
