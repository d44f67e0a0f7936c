#include "storage/tenants.h"

#include <cassert>

#include "base/text.h"
#include "base/time_zone.h"
#include "storage/statements/tenants.h"
#include "storage/tariffs.h"

namespace callfold {
namespace {

Tenant read_tenant(const Row& row) {
    Tenant tenant;
    tenant.id = row.id<TenantId>(0);
    tenant.public_id = row.uuid(1);
    tenant.fields.name = row.text(2);
    tenant.fields.time_zone = row.text(3);
    if (!row.is_null(4)) tenant.fields.region = Region::parse(row.text(4));
    tenant.fields.below_zero = parse_below_zero(row.text(5)).value();
    tenant.fields.daily_token_budget = row.optional_integer(6);
    if (const auto days = row.optional_integer(7)) {
        tenant.fields.retention_days = static_cast<int>(*days);
    }
    tenant.fields.enabled = row.boolean(8);
    tenant.created_at = row.instant(9);
    tenant.updated_at = row.instant(10);
    tenant.balance = Credits::from_micro(row.integer(11));
    return tenant;
}

Result<void> check(const TenantFields& fields) {
    if (trim(fields.name).empty()) {
        return fail(ErrorCode::invalid_argument, "A tenant needs a name.");
    }
    if (!is_time_zone(fields.time_zone)) {
        return fail(ErrorCode::invalid_argument,
                    "The time zone is unknown. Give its IANA name, such as Asia/Kolkata.");
    }
    if (fields.daily_token_budget && *fields.daily_token_budget < 0) {
        return fail(ErrorCode::invalid_argument, "The daily token budget must not be negative.");
    }
    if (fields.retention_days && *fields.retention_days < 1) {
        return fail(ErrorCode::invalid_argument, "The retention must be one day or more.");
    }
    return {};
}

std::optional<std::string> code_of(const std::optional<Region>& region) {
    if (!region) return std::nullopt;
    return region->code();
}

}  // namespace

Result<Tenant> create_tenant(Connection& connection, const TenantFields& fields,
                             const Tariff& first_tariff, Instant now) {
    assert(!first_tariff.valid_from);
    if (auto checked = check(fields); !checked) return tl::make_unexpected(checked.error());
    TenantId id;
    query(
        connection, sql::insert_tenant, [&](const Row& row) { id = row.id<TenantId>(0); },
        new_uuid(now), fields.name, fields.time_zone, code_of(fields.region),
        to_string(fields.below_zero), fields.daily_token_budget, fields.retention_days, now);
    insert_tariff(connection, id, first_tariff, now);
    raise_settings_version(connection);
    return tenant_of_row(connection, id);
}

Result<Tenant> update_tenant(Connection& connection, const Uuid& public_id,
                             const TenantFields& fields, Instant now) {
    const Result<Tenant> before = require_tenant(connection, public_id);
    if (!before) return before;
    if (auto checked = check(fields); !checked) return tl::make_unexpected(checked.error());
    execute(connection, sql::update_tenant, before->id, fields.name, fields.time_zone,
            code_of(fields.region), to_string(fields.below_zero), fields.daily_token_budget,
            fields.retention_days, fields.enabled, now);
    raise_settings_version(connection);
    return tenant_of_row(connection, before->id);
}

std::optional<Tenant> tenant_with_id(Connection& connection, const Uuid& public_id) {
    std::optional<Tenant> tenant;
    query(
        connection, sql::select_tenant_by_public_id,
        [&](const Row& row) { tenant = read_tenant(row); }, public_id);
    return tenant;
}

Result<Tenant> require_tenant(Connection& connection, const Uuid& public_id) {
    auto tenant = tenant_with_id(connection, public_id);
    if (!tenant) return fail(ErrorCode::not_found, "No tenant has this id.");
    return std::move(*tenant);
}

Tenant tenant_of_row(Connection& connection, TenantId id) {
    std::optional<Tenant> tenant;
    query(
        connection, sql::select_tenant, [&](const Row& row) { tenant = read_tenant(row); }, id);
    return tenant.value();
}

ListPage<Tenant> list_tenants(Connection& connection, const PageRange& range) {
    return query_page<Tenant>(connection, sql::list_tenants, range, read_tenant);
}

}  // namespace callfold
