#include "http/routes/jobs.h"

#include <nlohmann/json.hpp>

#include "http/codec/job.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

Result<Response> list(const JobDeps& deps, const ApiRequest& request) {
    JobFilter filter;
    PageRange range;
    ParameterErrors errors;
    errors.read(query_word(request, "state", parse_job_state), filter.state);
    errors.read(query_word(request, "kind", parse_job_kind), filter.kind);
    errors.read(page_range(request), range);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto page = list_jobs(connection, tenant.id, filter, range);
        return page_response(jobs_json(page.items, tenant.public_id), page.next_id);
    });
}

Result<Response> retry(const JobDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    auto response = deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto job = retry_job(connection, tenant.id, *id, now);
        if (!job) return tl::make_unexpected(job.error());
        record_change(connection, request.identity, tenant.id, AuditAction::job_retry, *id, {},
                      now);
        return json_response(job_json(*job, tenant.public_id), 202);
    });
    if (response) deps.wake_workers();
    return response;
}

}  // namespace

std::vector<Route> job_routes(const JobDeps& deps) {
    return {{"GET",
             "/v1/jobs",
             Access::tenant,
             handler_with(deps, list),
             {"state", "kind", "limit", "cursor"}},
            {"POST", "/v1/jobs/{id}/retry", Access::tenant, handler_with(deps, retry), {}}};
}

}  // namespace callfold::http
