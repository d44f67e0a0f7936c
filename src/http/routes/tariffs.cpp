#include "http/routes/tariffs.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/handler_with.h"
#include "http/json_values.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/change_tariff.h"

namespace callfold::http {
namespace {

Result<Response> list(const TariffDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    const auto user_id = query_uuid(request, "user_id");
    if (!user_id) return tl::make_unexpected(user_id.error());
    if (!*user_id) {
        return fail(ErrorCode::invalid_argument, "`user_id` is missing: whose tariffs?");
    }
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const auto tenant = require_tenant(connection, **user_id);
        if (!tenant) return tl::make_unexpected(tenant.error());
        const auto page = list_tariffs(connection, tenant->id, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const StoredTariff& stored : page.items) {
            rows.push_back(tariff_json(stored, tenant->public_id));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const TariffDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    for (const auto name : {"user_id", "billing_pulse_seconds", "credits_per_minute"}) {
        reader.require(name);
    }
    std::optional<Uuid> user_id;
    std::optional<Instant> valid_from;
    std::int64_t pulse_seconds = 0;
    Credits per_minute;
    reader.id("user_id", user_id);
    reader.instant("valid_from", valid_from);
    reader.integer("billing_pulse_seconds", pulse_seconds, 1, longest_pulse.count());
    reader.credits("credits_per_minute", per_minute);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    const auto tariff = manual_tariff(valid_from, seconds{pulse_seconds}, per_minute);
    if (!tariff) return tl::make_unexpected(tariff.error());
    const auto tenant = deps.database.read(
        [&](Connection& connection) { return require_tenant(connection, user_id.value()); });
    if (!tenant) return tl::make_unexpected(tenant.error());
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection, const Uuid& made) {
        record_change(connection, request.identity, tenant->id, AuditAction::tariff_create, made,
                      {}, now);
    };
    return change_tariff(deps.database, tenant->id, *tariff, request.http.processing_id, now, also)
        .map([&](const StoredTariff& stored) {
            return json_response(tariff_json(stored, tenant->public_id), 201);
        });
}

}  // namespace

nlohmann::json tariff_json(const StoredTariff& stored, const Uuid& tenant) {
    return {
        {"id", json_value(stored.public_id)},
        {"user_id", json_value(tenant)},
        {"valid_from", json_value(stored.tariff.valid_from)},
        {"billing_pulse_seconds", stored.tariff.pulse.count()},
        {"credits_per_minute", json_value(stored.tariff.per_minute)},
        {"created_at", json_value(stored.created_at)},
    };
}

std::vector<Route> tariff_routes(const TariffDeps& deps) {
    return {
        {"GET",
         "/v1/admin/tariffs",
         Access::admin,
         handler_with(deps, list),
         {"user_id", "limit", "cursor"}},
        {"POST", "/v1/admin/tariffs", Access::admin, handler_with(deps, create)},
    };
}

}  // namespace callfold::http
