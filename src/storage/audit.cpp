#include "storage/audit.h"

#include <nlohmann/json.hpp>

#include "storage/columns.h"
#include "storage/statements/audit.h"

namespace callfold {
namespace {

ListedAuditEntry read_entry(const Row& row) {
    Columns columns{row, 1};
    ListedAuditEntry listed;
    listed.public_id = columns.uuid();
    const auto member = columns.optional_uuid();
    const auto key = columns.optional_uuid();
    listed.entry.actor = member ? Actor{Actor::Kind::member, *member}
                                : Actor{Actor::Kind::key, key.value_or(Uuid{})};
    listed.actor_name = columns.optional_text();
    listed.entry.action = columns.word(parse_audit_action);
    listed.entry.subject = columns.optional_uuid();
    listed.entry.fields = nlohmann::json::parse(columns.text()).get<std::vector<std::string>>();
    listed.created_at = columns.instant();
    return listed;
}

}  // namespace

void record(Connection& connection, const AuditEntry& entry, Instant now) {
    const bool by_member = entry.actor.kind == Actor::Kind::member;
    const std::string fields = nlohmann::json(entry.fields).dump();
    execute(connection, sql::insert_audit_entry, new_uuid(now), entry.tenant,
            by_member ? parameter(entry.actor.id) : Parameter{Null{}},
            by_member ? Parameter{Null{}} : parameter(entry.actor.id), to_string(entry.action),
            entry.subject, Json{fields}, now);
}

ListPage<ListedAuditEntry> list_audit(Connection& connection, TenantId tenant,
                                      const PageRange& range) {
    auto page = query_page<ListedAuditEntry>(connection, sql::list_audit_entries, range, read_entry,
                                             tenant);
    for (ListedAuditEntry& listed : page.items)
        listed.entry.tenant = tenant;
    return page;
}

void strip_audit_of_person(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::strip_audit_entries_of_person, tenant, number.e164());
}

}  // namespace callfold
