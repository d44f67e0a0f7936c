#include "pipeline/analyze_again.h"

#include "storage/analytics.h"
#include "storage/call_queries.h"
#include "storage/calls.h"

namespace callfold {

Result<std::vector<ListedJob>> analyze_again(Connection& connection, TenantId tenant,
                                             Uuid call_public_id, std::string_view processing_id,
                                             Instant now) {
    const auto id = find_call(connection, tenant, call_public_id);
    const auto call = id ? lock_call(connection, tenant, *id) : std::nullopt;
    if (!call) return fail(ErrorCode::not_found, "No call has this id.");
    if (call->sealed || call->erased) {
        return fail(ErrorCode::conflict, "The words of the call are no longer kept.");
    }
    const auto& key = call->posted.analysis_key;
    if (!key) {
        return fail(ErrorCode::conflict,
                    "The call has not ended, or has no words of the customer to analyse.");
    }
    std::vector<JobRequest> requests{call_analysis(tenant, call->id, *key, processing_id)};
    set_analysis_status(connection, tenant, call->id, AnalysisStatus::pending, now);
    if (const auto& number = call->posted.customer_number) {
        lock_leads(connection, {{tenant, *number}});
        mark_complete_stale(connection, tenant, *number);
        requests.push_back(lead_analysis(tenant, *number, processing_id));
    }
    request_jobs(connection, requests, now);
    std::vector<ListedJob> jobs;
    for (const JobRequest& request : requests)
        jobs.push_back(active_job(connection, tenant, request.key).value());
    return jobs;
}

}  // namespace callfold
