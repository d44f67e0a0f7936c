#include "http/codec/notification.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {
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
