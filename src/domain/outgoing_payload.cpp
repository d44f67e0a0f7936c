#include "domain/outgoing_payload.h"

#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace callfold {
namespace {

using nlohmann::json;

template <class Value>
json text_or_null(const std::optional<Value>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<Value, Uuid>) {
        return value->text();
    } else if constexpr (std::is_same_v<Value, PhoneNumber>) {
        return value->e164();
    } else if constexpr (std::is_same_v<Value, Instant>) {
        return to_rfc3339(*value);
    } else if constexpr (std::is_enum_v<Value>) {
        return to_string(*value);
    } else {
        return *value;
    }
}

// Texts of others may hold bytes that are no UTF-8: they become the replacement character.
std::string message(OutgoingEvent event, Instant now, json data) {
    const json whole{
        {"type", to_string(event)}, {"timestamp", to_rfc3339(now)}, {"data", std::move(data)}};
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

json texts_of(const std::vector<Claim>& claims) {
    auto list = json::array();
    for (const Claim& claim : claims)
        list.push_back(claim.text);
    return list;
}

std::string call_link(const Uuid& call) {
    return "/calls/" + call.text();
}

// The plus of E.164 is a blank to some readers of URLs.
std::string lead_link(const PhoneNumber& number) {
    return "/leads/%2B" + number.e164().substr(1);
}

json seconds_or_null(const std::optional<milliseconds>& duration) {
    if (!duration) return nullptr;
    return json::parse(seconds_text(*duration));
}

// Where a person sees what a notification is about that is not about one call or one lead.
std::string_view page_about(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::credits_low:
            return "/credits";
        case NotificationKind::lead_hot:
            return "/leads";
        case NotificationKind::stored_prompt_refused:
            return "/settings/agents";
        case NotificationKind::subscription_disabled:
            return "/settings/subscriptions";
        case NotificationKind::call_failed:
        case NotificationKind::analysis_failed:
        case NotificationKind::model_paused:
        case NotificationKind::budget_spent:
        case NotificationKind::unknown_status:
        case NotificationKind::endpoint_silent:
            return "/trouble";
    }
    std::abort();
}

}  // namespace

std::string call_payload(OutgoingEvent event, const OutgoingCall& about, const Call& call,
                         Instant now) {
    return message(event, now,
                   {{"call_id", about.public_id.text()},
                    {"execution_id", about.execution_id},
                    {"provider", about.provider},
                    {"agent_id", text_or_null(about.agent)},
                    {"agent_name", text_or_null(about.agent_name)},
                    {"phone_number", text_or_null(call.customer_number)},
                    {"direction", text_or_null(call.direction)},
                    {"call_lifecycle_status", text_or_null(call.status)},
                    {"outcome", text_or_null(call.outcome)},
                    {"attempt", call.attempt},
                    {"ended_at", text_or_null(call.ended_at)},
                    {"duration_seconds", seconds_or_null(call.conversation_duration)},
                    {"recording_url", text_or_null(call.recording_url)},
                    {"hangup_by", text_or_null(call.hangup_by)},
                    {"hangup_reason", text_or_null(call.hangup.reason)},
                    {"credits_charged", about.charged.text()},
                    {"link", call_link(about.public_id)}});
}

std::string analysis_payload(const OutgoingAnalysis& about, const Assessment& assessment,
                             Instant now) {
    return message(OutgoingEvent::call_analyzed, now,
                   {{"call_id", about.call.text()},
                    {"execution_id", about.execution_id},
                    {"phone_number", text_or_null(about.number)},
                    {"score", assessment.total_score},
                    {"tag", to_string(tag_of(assessment.total_score))},
                    {"sentiment", to_string(assessment.sentiment)},
                    {"summary", assessment.summary},
                    {"outcome", text_or_null(assessment.outcome)},
                    {"next_steps", texts_of(assessment.next_steps)},
                    {"objections", texts_of(assessment.objections)},
                    {"analyzer", about.analyzer},
                    {"link", call_link(about.call)}});
}

std::string lead_payload(OutgoingEvent event, const OutgoingLead& lead,
                         const Assessment& assessment, Instant now) {
    return message(event, now,
                   {{"phone_number", lead.number.e164()},
                    {"name", text_or_null(lead.name)},
                    {"email", text_or_null(lead.email)},
                    {"company", text_or_null(lead.company)},
                    {"score", assessment.total_score},
                    {"tag", to_string(tag_of(assessment.total_score))},
                    {"previous_tag", text_or_null(lead.previous_tag)},
                    {"sentiment", to_string(assessment.sentiment)},
                    {"summary", assessment.summary},
                    {"recommended_actions", texts_of(assessment.recommended_actions)},
                    {"key_decision_factors", texts_of(assessment.key_decision_factors)},
                    {"calls_analyzed", lead.calls_analyzed},
                    {"latest_call_id", lead.latest_call.text()},
                    {"link", lead_link(lead.number)}});
}

std::string credits_payload(Credits balance, Credits threshold, Instant now) {
    return message(
        OutgoingEvent::credits_low, now,
        {{"balance", balance.text()}, {"threshold", threshold.text()}, {"link", "/credits"}});
}

std::string notification_payload(const OutgoingNotification& notification, Instant now) {
    std::string link{page_about(notification.kind)};
    if (notification.number) link = lead_link(*notification.number);
    if (notification.call) link = call_link(*notification.call);
    return message(OutgoingEvent::notification, now,
                   {{"kind", to_string(notification.kind)},
                    {"title", title_of(notification.kind)},
                    {"text", notification.text},
                    {"call_id", text_or_null(notification.call)},
                    {"phone_number", text_or_null(notification.number)},
                    {"link", link}});
}

std::string test_payload(Instant now) {
    return message(OutgoingEvent::test, now, json::object());
}

std::string with_absolute_link(std::string_view payload, std::string_view public_url) {
    json whole = json::parse(payload);
    json& data = whole.at("data");
    if (data.contains("link")) {
        data["link"] = std::string(public_url) + data.at("link").get<std::string>();
    }
    return whole.dump();
}

}  // namespace callfold
