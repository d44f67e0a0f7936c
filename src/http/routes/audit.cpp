#include "http/routes/audit.h"

#include <nlohmann/json.hpp>

#include "http/codec/audit.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

Result<Response> list(const AuditDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        const auto page = list_audit(connection, request.identity.tenant, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const ListedAuditEntry& listed : page.items)
            rows.push_back(audit_json(listed, tenant));
        return page_response(std::move(rows), page.next_id);
    });
}

}  // namespace

std::vector<Route> audit_routes(const AuditDeps& deps) {
    return {{"GET", "/v1/audit", Access::owner, handler_with(deps, list), {"limit", "cursor"}}};
}

}  // namespace callfold::http
