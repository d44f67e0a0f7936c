#include "http/codec/key.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json key_json(const ApiKey& key, const Uuid& tenant) {
    return {
        {"id", json_value(key.public_id)}, {"user_id", json_value(tenant)},
        {"name", json_value(key.name)},    {"prefix", key.prefix},
        {"admin", key.is_admin},           {"created_at", json_value(key.created_at)},
    };
}

nlohmann::json new_key_json(const NewApiKey& made, const Uuid& tenant) {
    nlohmann::json shown = key_json(made.key, tenant);
    shown["key"] = made.secret;
    return shown;
}

}  // namespace callfold::http
