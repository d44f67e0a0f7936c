#include "http/codec/delivery.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json delivery_json(const ListedDelivery& delivery, const Uuid& tenant) {
    std::optional<Instant> next;
    if (delivery.state == DeliveryState::waiting) next = delivery.not_before;
    return {{"id", json_value(delivery.public_id)},
            {"user_id", json_value(tenant)},
            {"webhook_id", webhook_id(delivery.message)},
            {"channel", delivery.email ? "email" : "webhook"},
            {"subscription_id", json_value(delivery.subscription)},
            {"email", json_value(delivery.email)},
            {"event_type", to_string(delivery.event)},
            {"state", to_string(delivery.state)},
            {"attempts", delivery.attempts},
            {"next_attempt_at", json_value(next)},
            {"last_http_status", json_value(delivery.last_http_status)},
            {"last_error", json_value(delivery.last_error)},
            {"call_id", json_value(delivery.call)},
            {"delivered_at", json_value(delivery.delivered_at)},
            {"created_at", json_value(delivery.created_at)},
            {"updated_at", json_value(delivery.updated_at)}};
}

nlohmann::json delivery_detail_json(const ListedDelivery& delivery, const Uuid& tenant,
                                    const std::string& payload,
                                    const std::vector<DeliveryAttempt>& attempts) {
    nlohmann::json json = delivery_json(delivery, tenant);
    json["payload"] = payload.empty() ? nlohmann::json(nullptr) : nlohmann::json::parse(payload);
    json["attempt_log"] = nlohmann::json::array();
    for (const DeliveryAttempt& attempt : attempts) {
        json["attempt_log"].push_back({{"attempt", attempt.attempt},
                                       {"sent_at", json_value(attempt.sent_at)},
                                       {"duration_ms", attempt.duration.count()},
                                       {"http_status", json_value(attempt.http_status)},
                                       {"error", json_value(attempt.error)}});
    }
    return json;
}

}  // namespace callfold::http
