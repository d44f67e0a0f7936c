#include "http/codec/member.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json member_json(const Member& member, const Uuid& tenant) {
    return {
        {"id", json_value(member.public_id)},
        {"user_id", json_value(tenant)},
        {"name", member.fields.name},
        {"email", member.fields.email},
        {"role", to_string(member.fields.role)},
        {"last_signed_in_at", json_value(member.last_signed_in_at)},
        {"created_at", json_value(member.created_at)},
        {"updated_at", json_value(member.updated_at)},
    };
}

nlohmann::json member_with_password_json(const Member& member, const Uuid& tenant,
                                         const std::optional<std::string>& password) {
    nlohmann::json json = member_json(member, tenant);
    json["password"] = json_value(password);
    return json;
}

}  // namespace callfold::http
