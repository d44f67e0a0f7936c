#include "http/record_change.h"

#include <nlohmann/json.hpp>

namespace callfold::http {

Actor actor_of(const Identity& identity) {
    if (identity.person) return {Actor::Kind::member, identity.person->member_id};
    return {Actor::Kind::key, identity.key_id};
}

std::vector<std::string> field_names(const nlohmann::json& body) {
    std::vector<std::string> names;
    for (const auto& [name, value] : body.items())
        names.push_back(name);
    return names;
}

void record_change(Connection& connection, const Identity& identity, TenantId tenant,
                   AuditAction action, const Uuid& subject, std::vector<std::string> fields,
                   Instant now) {
    record(connection, {tenant, actor_of(identity), action, subject, std::move(fields)}, now);
}

}  // namespace callfold::http
