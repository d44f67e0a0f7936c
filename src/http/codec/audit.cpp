#include "http/codec/audit.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json audit_json(const ListedAuditEntry& listed, const Uuid& tenant) {
    const AuditEntry& entry = listed.entry;
    const bool by_member = entry.actor.kind == Actor::Kind::member;
    return {
        {"id", json_value(listed.public_id)},
        {"user_id", json_value(tenant)},
        {"actor",
         {{"kind", by_member ? "member" : "key"},
          {"id", json_value(entry.actor.id)},
          {"name", json_value(listed.actor_name)}}},
        {"action", to_string(entry.action)},
        {"subject_kind", subject_kind_of(entry.action)},
        {"subject_id", json_value(entry.subject)},
        {"fields", entry.fields},
        {"created_at", json_value(listed.created_at)},
    };
}

}  // namespace callfold::http
