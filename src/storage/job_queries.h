#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "storage/jobs.h"
#include "storage/listed_rows.h"

namespace callfold {

// A job as it is shown.
struct ListedJob {
    JobId id;
    Uuid public_id;
    JobKind kind = JobKind::analyze_call;
    JobState state = JobState::waiting;
    std::optional<Uuid> call;           // of analyze_call
    std::optional<PhoneNumber> number;  // of analyze_lead
    int attempts = 0;
    std::optional<std::string> held_because;
    std::optional<std::string> last_error;
    Instant not_before;  // when it is due, while it waits
    Instant created_at;
    Instant updated_at;
};

struct JobFilter {
    std::optional<JobState> state;
    std::optional<JobKind> kind;
};

// A page of the tenant's jobs, the newest first.
ListPage<ListedJob> list_jobs(Connection& connection, TenantId tenant, const JobFilter& filter,
                              const PageRange& range);

// The newest `most` jobs about one call.
std::vector<ListedJob> jobs_of_call(Connection& connection, TenantId tenant, CallId call, int most);

// The waiting or running job with this key (see call_job_key, lead_job_key).
std::optional<ListedJob> active_job(Connection& connection, TenantId tenant,
                                    const std::string& key);

// Lets a failed job wait again, with a fresh count of attempts; the call that it is about waits for
// its analysis again. not_found when the tenant has no such job; conflict unless it has failed, and
// while a newer job does the same work.
Result<ListedJob> retry_job(Connection& connection, TenantId tenant, Uuid public_id, Instant now);

}  // namespace callfold
