#include "domain/outgoing_payload.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace callfold {
namespace {

using nlohmann::json;

const Instant now = parse_timestamp("2026-02-03T09:15:04Z").value();
const Uuid call_id = Uuid::parse("019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01").value();
const PhoneNumber asha = PhoneNumber::from_e164("+919000000101");

TEST(OutgoingPayload, ALeadHasWhatACrmWants) {
    Assessment assessment;
    assessment.total_score = 84;
    assessment.sentiment = Sentiment::positive;
    assessment.summary = "Wants a visit.";
    assessment.recommended_actions = {{"Confirm it", std::nullopt, false}};
    const json sent = json::parse(
        lead_payload(OutgoingEvent::lead_hot,
                     {asha, "Asha", "asha@example.org", std::nullopt, LeadTag::warm, 2, call_id},
                     assessment, now));
    EXPECT_EQ(sent, (json{{"type", "lead.hot"},
                          {"timestamp", "2026-02-03T09:15:04Z"},
                          {"data",
                           {{"phone_number", "+919000000101"},
                            {"name", "Asha"},
                            {"email", "asha@example.org"},
                            {"company", nullptr},
                            {"score", 84},
                            {"tag", "hot"},
                            {"previous_tag", "warm"},
                            {"sentiment", "positive"},
                            {"summary", "Wants a visit."},
                            {"recommended_actions", {"Confirm it"}},
                            {"key_decision_factors", json::array()},
                            {"calls_analyzed", 2},
                            {"latest_call_id", call_id.text()},
                            {"link", "/leads/%2B919000000101"}}}}));
}

TEST(OutgoingPayload, ACallSaysNullForWhatIsNotKnown) {
    Call call;
    call.status = LifecycleStatus::busy;
    call.conversation_duration = milliseconds{61'800};
    const json data = json::parse(call_payload(OutgoingEvent::call_failed,
                                               {call_id, "exec-1", "bolna", {}, {}, {}}, call, now))
                          .at("data");
    EXPECT_EQ(data.at("call_lifecycle_status"), "busy");
    EXPECT_EQ(data.at("duration_seconds"), 61.8);
    EXPECT_EQ(data.at("phone_number"), nullptr);
    EXPECT_EQ(data.at("agent_id"), nullptr);
    EXPECT_EQ(data.at("link"), "/calls/" + call_id.text());
}

TEST(OutgoingPayload, ANotificationLeadsToWhatItIsAbout) {
    const auto link = [](const OutgoingNotification& notification) {
        return json::parse(notification_payload(notification, now)).at("data").at("link");
    };
    EXPECT_EQ(link({NotificationKind::lead_hot, "x", call_id, asha}), "/calls/" + call_id.text());
    EXPECT_EQ(link({NotificationKind::lead_hot, "x", {}, asha}), "/leads/%2B919000000101");
    EXPECT_EQ(link({NotificationKind::credits_low, "x", {}, {}}), "/credits");
    EXPECT_EQ(link({NotificationKind::model_paused, "x", {}, {}}), "/trouble");
    EXPECT_EQ(link({NotificationKind::subscription_disabled, "x", {}, {}}),
              "/settings/subscriptions");
}

TEST(OutgoingPayload, LinksBecomeAbsolute) {
    const std::string sent = with_absolute_link(
        credits_payload(Credits::from_micro(4'500'000), Credits::from_micro(5'000'000), now),
        "https://callfold.example.com");
    EXPECT_EQ(json::parse(sent).at("data"),
              (json{{"balance", "4.5"},
                    {"threshold", "5"},
                    {"link", "https://callfold.example.com/credits"}}));
    EXPECT_EQ(with_absolute_link(test_payload(now), "https://x"), test_payload(now));
}

TEST(OutgoingPayload, BytesThatAreNoTextHurtNobody) {
    Assessment assessment;
    assessment.summary = "\xff";
    EXPECT_NO_THROW(
        json::parse(analysis_payload({call_id, "exec-1", {}, "rules"}, assessment, now)));
}

}  // namespace
}  // namespace callfold
