#include "http/routes/tenants.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/tenant.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

constexpr std::int64_t token_budget_max = 1'000'000'000'000;
constexpr std::int64_t retention_days_max = 36'500;

void read_fields(BodyReader& reader, TenantFields& fields) {
    reader.text("name", fields.name, {});
    reader.text("time_zone", fields.time_zone, {1, 64});
    reader.region_or_null("region", fields.region);
    reader.word("on_empty_balance", fields.below_zero, parse_below_zero, "run or hold");
    reader.integer_or_null("daily_token_budget", fields.daily_token_budget, 0, token_budget_max);
    std::optional<std::int64_t> days = fields.retention_days;
    reader.integer_or_null("retention_days", days, 1, retention_days_max);
    fields.retention_days.reset();
    if (days) fields.retention_days = static_cast<int>(*days);
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
    return deps.database
        .write(
            [&](Connection& connection) { return create_tenant(connection, fields, *tariff, now); })
        .map([](const Tenant& tenant) { return json_response(tenant_json(tenant), 201); });
}

Result<Response> edit(const TenantDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    const auto change = [&](Connection& connection) -> Result<Tenant> {
        auto before = require_tenant(connection, *id);
        if (!before) return before;
        BodyReader reader(*body);
        reader.require_any();
        read_fields(reader, before->fields);
        reader.boolean("enabled", before->fields.enabled);
        if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
        return update_tenant(connection, *id, before->fields, now);
    };
    return deps.database.write(change).map(
        [](const Tenant& tenant) { return json_response(tenant_json(tenant)); });
}

}  // namespace

std::vector<Route> tenant_routes(const TenantDeps& deps) {
    return {
        {"GET", "/v1/admin/tenants", Access::admin, handler_with(deps, list), {"limit", "cursor"}},
        {"POST", "/v1/admin/tenants", Access::admin, handler_with(deps, create)},
        {"PATCH", "/v1/admin/tenants/{id}", Access::admin, handler_with(deps, edit)},
    };
}

}  // namespace callfold::http
