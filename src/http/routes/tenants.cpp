#include "http/routes/tenants.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/tenant.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

constexpr std::int64_t token_budget_max = 1'000'000'000'000;
constexpr std::int64_t retention_days_max = 36'500;

// What owners decide about their own tenant.
void read_settings(BodyReader& reader, TenantFields& fields) {
    reader.text("time_zone", fields.time_zone, {1, 64});
    reader.region_or_null("region", fields.region);
    reader.word("on_empty_balance", fields.below_zero, parse_below_zero, "run or hold");
    reader.integer_or_null("daily_token_budget", fields.daily_token_budget, 0, token_budget_max);
    std::optional<std::int64_t> days = fields.retention_days;
    reader.integer_or_null("retention_days", days, 1, retention_days_max);
    fields.retention_days.reset();
    if (days) fields.retention_days = static_cast<int>(*days);
}

void read_fields(BodyReader& reader, TenantFields& fields) {
    reader.text("name", fields.name, {});
    read_settings(reader, fields);
}

Result<Response> list(const TenantDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    const auto page = deps.database.read(
        [&](Connection& connection) { return list_tenants(connection, *range); });
    nlohmann::json rows = nlohmann::json::array();
    for (const Tenant& tenant : page.items)
        rows.push_back(tenant_json(tenant));
    return page_response(std::move(rows), page.next_id);
}

Result<Response> create(const TenantDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("name");
    TenantFields fields;
    read_fields(reader, fields);
    Tariff asked;
    std::int64_t pulse_seconds = asked.pulse.count();
    reader.integer("billing_pulse_seconds", pulse_seconds, 1, longest_pulse.count());
    reader.credits("credits_per_minute", asked.per_minute);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const auto tariff = manual_tariff(std::nullopt, seconds{pulse_seconds}, asked.per_minute);
    if (!tariff) return tl::make_unexpected(tariff.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        return create_tenant(connection, fields, *tariff, now).map([&](const Tenant& tenant) {
            record_change(connection, request.identity, tenant.id, AuditAction::tenant_create,
                          tenant.public_id, {}, now);
            return json_response(tenant_json(tenant), 201);
        });
    });
}

// Changes the tenant by what `read` takes from the body.
Result<Response> change(Connection& connection, const ApiRequest& request,
                        const nlohmann::json& body, TenantId id,
                        void (*read)(BodyReader&, TenantFields&), Instant now) {
    lock_settings(connection, id);
    Tenant tenant = tenant_of_row(connection, id);
    BodyReader reader(body);
    reader.require_any();
    read(reader, tenant.fields);
    if (auto finished = reader.finish(); !finished) return tl::make_unexpected(finished.error());
    return update_tenant(connection, tenant.public_id, tenant.fields, now)
        .map([&](const Tenant& changed) {
            record_change(connection, request.identity, changed.id, AuditAction::tenant_update,
                          changed.public_id, field_names(body), now);
            return json_response(tenant_json(changed));
        });
}

void read_fields_and_state(BodyReader& reader, TenantFields& fields) {
    read_fields(reader, fields);
    reader.boolean("enabled", fields.enabled);
}

Result<Response> edit(const TenantDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const auto tenant = require_tenant(connection, *id);
        if (!tenant) return tl::make_unexpected(tenant.error());
        return change(connection, request, *body, tenant->id, read_fields_and_state, now);
    });
}

Result<Response> show_own(const TenantDeps& deps, const ApiRequest& request) {
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        return json_response(tenant_json(tenant_of_row(connection, request.identity.tenant)));
    });
}

Result<Response> edit_own(const TenantDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) {
        return change(connection, request, *body, request.identity.tenant, read_settings, now);
    });
}

}  // namespace

std::vector<Route> tenant_routes(const TenantDeps& deps) {
    return {
        {"GET", "/v1/admin/tenants", Access::admin, handler_with(deps, list), {"limit", "cursor"}},
        {"POST", "/v1/admin/tenants", Access::admin, handler_with(deps, create)},
        {"PATCH", "/v1/admin/tenants/{id}", Access::admin, handler_with(deps, edit)},
        {"GET", "/v1/tenant", Access::tenant, handler_with(deps, show_own)},
        {"PATCH", "/v1/tenant", Access::owner, handler_with(deps, edit_own)},
    };
}

}  // namespace callfold::http
