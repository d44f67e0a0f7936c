#include "http/codec/quarantine.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {

nlohmann::json quarantined_json(const ListedQuarantine& quarantined, Uuid tenant) {
    return {{"id", json_value(quarantined.public_id)},
            {"user_id", json_value(tenant)},
            {"endpoint_id", json_value(quarantined.endpoint)},
            {"provider", quarantined.provider},
            {"reason", quarantined.reason},
            {"body_bytes", quarantined.byte_count},
            {"received_at", json_value(quarantined.received_at)},
            {"replayed_at", json_value(quarantined.replayed_at)},
            {"event_id", json_value(quarantined.event)},
            {"call_id", json_value(quarantined.call)}};
}

nlohmann::json quarantined_detail_json(const ListedQuarantine& quarantined, Uuid tenant,
                                       const std::string& body) {
    nlohmann::json json = quarantined_json(quarantined, tenant);
    json["body"] = body;
    return json;
}

}  // namespace callfold::http
