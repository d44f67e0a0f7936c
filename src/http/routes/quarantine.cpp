#include "http/routes/quarantine.h"

#include <nlohmann/json.hpp>

#include "base/compression.h"
#include "http/codec/quarantine.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/discard_quarantined.h"
#include "pipeline/replay_quarantine.h"

namespace callfold::http {
namespace {

Result<Response> list(const QuarantineDeps& deps, const ApiRequest& request) {
    std::optional<bool> replayed;
    PageRange range;
    ParameterErrors errors;
    errors.read(query_boolean(request, "replayed"), replayed);
    errors.read(page_range(request), range);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto page = list_quarantine(connection, tenant.id, replayed, range);
        auto rows = nlohmann::json::array();
        for (const ListedQuarantine& quarantined : page.items) {
            rows.push_back(quarantined_json(quarantined, tenant.public_id));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> show(const QuarantineDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto quarantined = find_quarantined(connection, tenant.id, *id);
        if (!quarantined) return fail(ErrorCode::not_found, "No quarantined webhook has this id.");
        const auto content = quarantined_content(connection, tenant.id, quarantined->id);
        return json_response(
            quarantined_detail_json(*quarantined, tenant.public_id,
                                    decompress(content.compressed_body, content.byte_count)));
    });
}

Result<Response> replay(const QuarantineDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const TenantId tenant = request.identity.tenant;
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection) {
        record_change(connection, request.identity, tenant, AuditAction::quarantine_replay, *id, {},
                      now);
    };
    const auto replayed = replay_quarantined(deps.database, deps.settings, tenant, *id,
                                             request.http.processing_id, now, also);
    if (!replayed) return tl::make_unexpected(replayed.error());
    if (replayed->jobs_requested) deps.wake_workers();
    return deps.database.read([&](Connection& connection) {
        return json_response(
            quarantined_json(replayed->quarantined, tenant_of_row(connection, tenant).public_id));
    });
}

Result<Response> discard(const QuarantineDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const TenantId tenant = request.identity.tenant;
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection) {
        record_change(connection, request.identity, tenant, AuditAction::quarantine_discard, *id,
                      {}, now);
    };
    if (!discard_quarantined(deps.database, tenant, *id, now, also)) {
        return fail(ErrorCode::not_found, "No quarantined webhook has this id.");
    }
    return Response{204, "", "", {}};
}

}  // namespace

std::vector<Route> quarantine_routes(const QuarantineDeps& deps) {
    return {
        {"GET",
         "/v1/quarantine",
         Access::tenant,
         handler_with(deps, list),
         {"replayed", "limit", "cursor"}},
        {"GET", "/v1/quarantine/{id}", Access::tenant, handler_with(deps, show), {}},
        {"DELETE", "/v1/quarantine/{id}", Access::owner, handler_with(deps, discard), {}},
        {"POST", "/v1/quarantine/{id}/replay", Access::tenant, handler_with(deps, replay), {}},
    };
}

}  // namespace callfold::http
