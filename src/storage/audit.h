#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/audit.h"
#include "domain/phone.h"
#include "storage/list_page.h"

namespace callfold {

// Who changed something: a person who signed in, or a program with a key.
struct Actor {
    enum class Kind { member, key };
    Kind kind = Kind::key;
    Uuid id;

    bool operator==(const Actor&) const = default;
};

struct AuditEntry {
    TenantId tenant;  // whose things were changed
    Actor actor;
    AuditAction action = AuditAction::tenant_update;
    std::optional<Uuid> subject = {};      // null once the person that it was about is erased
    std::vector<std::string> fields = {};  // the names of what was sent, never the values
};

struct ListedAuditEntry {
    Uuid public_id;
    AuditEntry entry;
    std::optional<std::string> actor_name;
    Instant created_at;
};

// To be called in the transaction of the change.
void record(Connection& connection, const AuditEntry& entry, Instant now);

ListPage<ListedAuditEntry> list_audit(Connection& connection, TenantId tenant,
                                      const PageRange& range);

// Forgets that entries were about the person with this number; before the contact goes.
void strip_audit_of_person(Connection& connection, TenantId tenant, const PhoneNumber& number);

}  // namespace callfold
