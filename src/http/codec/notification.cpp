#include "http/codec/notification.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {
namespace {

// What happened, in a few words.
std::string_view title_of(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::credits_low:
            return "Credits are low";
        case NotificationKind::call_failed:
            return "A call failed";
        case NotificationKind::lead_hot:
            return "A lead became hot";
        case NotificationKind::analysis_failed:
            return "An analysis failed";
        case NotificationKind::model_paused:
            return "The model is paused";
        case NotificationKind::budget_spent:
            return "The token budget of the day is spent";
        case NotificationKind::stored_prompt_refused:
            return "A stored prompt is refused";
        case NotificationKind::unknown_status:
            return "A status that nobody knows";
    }
    std::abort();
}

}  // namespace

nlohmann::json notification_json(const ListedNotification& notification, Uuid tenant) {
    return {{"id", json_value(notification.public_id)},
            {"user_id", json_value(tenant)},
            {"kind", to_string(notification.kind)},
            {"title", title_of(notification.kind)},
            {"text", kept_text_json(notification.message)},
            {"call_id", json_value(notification.call)},
            {"phone_number", json_value(notification.number)},
            {"shown_only", notification.shown_only},
            {"read_at", json_value(notification.read_at)},
            {"created_at", json_value(notification.created_at)}};
}

}  // namespace callfold::http
