#include "http/codec/tenant.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json tenant_json(const Tenant& tenant) {
    const TenantFields& fields = tenant.fields;
    nlohmann::json body{
        {"id", json_value(tenant.public_id)},
        {"name", fields.name},
        {"time_zone", fields.time_zone},
        {"region", nullptr},
        {"on_empty_balance", to_string(fields.below_zero)},
        {"daily_token_budget", json_value(fields.daily_token_budget)},
        {"retention_days", nullptr},
        {"enabled", fields.enabled},
        {"balance", json_value(tenant.balance)},
        {"created_at", json_value(tenant.created_at)},
        {"updated_at", json_value(tenant.updated_at)},
    };
    if (fields.region) body["region"] = fields.region->code();
    if (fields.retention_days) body["retention_days"] = *fields.retention_days;
    return body;
}

}  // namespace callfold::http
