#include "http/codec/subscription.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json subscription_json(const Subscription& subscription, const Uuid& tenant,
                                 Instant now) {
    const SubscriptionFields& fields = subscription.fields;
    auto events = nlohmann::json::array();
    for (const OutgoingEvent event : fields.events)
        events.push_back(to_string(event));
    std::optional<Instant> overlap = subscription.previous_secret_until;
    if (overlap && *overlap <= now) overlap.reset();
    return {{"id", json_value(subscription.public_id)},
            {"user_id", json_value(tenant)},
            {"url", fields.url},
            {"description", json_value(fields.description)},
            {"event_types", std::move(events)},
            {"enabled", fields.enabled},
            {"disabled_because", json_value(subscription.disabled_because)},
            {"failing_since", json_value(subscription.failing_since)},
            {"previous_secret_until", json_value(overlap)},
            {"created_at", json_value(subscription.created_at)},
            {"updated_at", json_value(subscription.updated_at)}};
}

nlohmann::json subscription_with_secret_json(const Subscription& subscription, const Uuid& tenant,
                                             const std::string& secret, Instant now) {
    nlohmann::json json = subscription_json(subscription, tenant, now);
    json["secret"] = secret;
    return json;
}

}  // namespace callfold::http
