#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "domain/pricing.h"
#include "storage/list_page.h"
#include "storage/settings.h"

namespace callfold {

// What people decide about a tenant.
struct TenantFields {
    std::string name;
    std::string time_zone = "UTC";  // IANA
    std::optional<Region> region;
    BelowZero below_zero = BelowZero::run;
    std::optional<std::int64_t> daily_token_budget;  // null: no limit
    std::optional<int> retention_days;               // null: the server's default
    bool enabled = true;  // false: its addresses and keys are answered as if there were none

    bool operator==(const TenantFields&) const = default;
};

struct Tenant {
    TenantId id;
    Uuid public_id;
    TenantFields fields;
    Credits balance;
    Instant created_at;
    Instant updated_at;
};

// Makes a tenant with a balance of zero and its first tariff, whose `valid_from` must be null.
// `invalid_argument`, in words, for a blank name, an unknown time zone, a negative budget or a
// retention below one day.
Result<Tenant> create_tenant(Connection& connection, const TenantFields& fields,
                             const Tariff& first_tariff, Instant now);

// Writes all fields of a tenant. Fails like `create_tenant`; `not_found` when nobody has the id.
Result<Tenant> update_tenant(Connection& connection, const Uuid& public_id,
                             const TenantFields& fields, Instant now);

std::optional<Tenant> tenant_with_id(Connection& connection, const Uuid& public_id);
// `not_found`, in words, when there is none.
Result<Tenant> require_tenant(Connection& connection, const Uuid& public_id);

// The tenant of a key or a row: it exists.
Tenant tenant_of_row(Connection& connection, TenantId tenant);

ListPage<Tenant> list_tenants(Connection& connection, const PageRange& range);

}  // namespace callfold
