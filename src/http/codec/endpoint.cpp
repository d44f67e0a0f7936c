#include "http/codec/endpoint.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json endpoint_json(const Endpoint& endpoint, const Uuid& tenant) {
    const EndpointFields& fields = endpoint.fields;
    nlohmann::json body{
        {"id", json_value(endpoint.public_id)},
        {"user_id", json_value(tenant)},
        {"provider", endpoint.provider},
        {"name", json_value(fields.name)},
        {"enabled", fields.enabled},
        {"token_prefix", endpoint.token_prefix},
        {"allow_from", nlohmann::json::array()},
        {"header_name", nullptr},
        {"first_webhook_at", json_value(endpoint.first_webhook_at)},
        {"last_webhook_at", json_value(endpoint.last_webhook_at)},
        {"created_at", json_value(endpoint.created_at)},
        {"updated_at", json_value(endpoint.updated_at)},
    };
    for (const AddressRange& range : fields.allow_from)
        body["allow_from"].push_back(range.text());
    if (fields.header) body["header_name"] = fields.header->name;
    return body;
}

nlohmann::json endpoint_with_token_json(const EndpointWithToken& made, const Uuid& tenant) {
    nlohmann::json body = endpoint_json(made.endpoint, tenant);
    body["token"] = made.token;
    body["path"] = made.path();
    return body;
}

}  // namespace callfold::http
