#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "domain/phone.h"
#include "storage/connection.h"

namespace callfold {

enum class JobKind { analyze_call, analyze_lead };
enum class JobState { waiting, running, done, failed, canceled };

std::string_view to_string(JobKind kind);
std::optional<JobKind> parse_job_kind(std::string_view word);
std::string_view to_string(JobState state);
std::optional<JobState> parse_job_state(std::string_view word);

// What tells active jobs apart: there is one for a call under an analysis key, one for a lead.
std::string call_job_key(CallId call, const Digest& analysis_key);
std::string lead_job_key(const PhoneNumber& number);

// The wish for an analysis: of a call under a key, or of a lead.
struct JobRequest {
    TenantId tenant;
    JobKind kind = JobKind::analyze_call;
    std::string key;                     // call_job_key or lead_job_key
    std::optional<CallId> call;          // of analyze_call
    std::optional<PhoneNumber> number;   // of analyze_lead
    std::optional<Digest> analysis_key;  // of analyze_call
    std::string processing_id;           // of the webhook, or the request, that caused it
};

JobRequest call_analysis(TenantId tenant, CallId call, const Digest& analysis_key,
                         std::string_view processing_id);
JobRequest lead_analysis(TenantId tenant, const PhoneNumber& number,
                         std::string_view processing_id);

// There is one active job for each key: a request that finds it waiting changes nothing, one that
// finds it running makes it run once more. Requests with the same key count as one.
void request_jobs(Connection& connection, std::span<const JobRequest> requests, Instant now);

// Cancels what waits for a call under any other key than `current` (none: all).
void cancel_outdated_call_jobs(Connection& connection, TenantId tenant, CallId call,
                               const std::optional<Digest>& current, Instant now);

// A job that this node may work on until the lease ends.
struct ClaimedJob {
    JobId id;
    Uuid public_id;
    TenantId tenant;
    JobKind kind = JobKind::analyze_call;
    std::optional<CallId> call;          // of analyze_call
    std::optional<PhoneNumber> number;   // of analyze_lead
    std::optional<Digest> analysis_key;  // of analyze_call
    int attempts = 0;                    // this one included
    std::string processing_id;
    Instant due_since;
};

// Up to when a tenant's jobs that were due are claimed already. A search may begin there: rows that
// were claimed stay in PostgreSQL's index for as long as any session holds a snapshot from before,
// and walking over them is what makes a queue slow.
using ClaimedUntil = std::map<TenantId, Instant>;

// Who has jobs that wait, of those in `claimed_until` none that were due before.
std::vector<TenantId> tenants_with_waiting_jobs(Connection& connection,
                                                const ClaimedUntil& claimed_until = {});

// Claims up to `most` of the tenant's jobs that are due, but were not before `due_after`; oldest
// first.
std::vector<ClaimedJob> claim_jobs(Connection& connection, TenantId tenant, std::string_view owner,
                                   Instant now, Instant lease_until, std::size_t most,
                                   Instant due_after = Instant::min());

// When the tenant's next waiting job is due; nothing when none waits.
std::optional<Instant> next_job_due(Connection& connection, TenantId tenant);

// Ends a claimed job as done, failed or canceled; one that became dirty waits again instead.
// Changes nothing when the lease was lost. Gives the state that it now has; nothing for a lost
// lease.
std::optional<JobState> finish_job(Connection& connection, const ClaimedJob& job,
                                   std::string_view owner, JobState state,
                                   const std::optional<std::string>& error, Instant now);

// Ends claimed jobs as done, each as `finish_job` does.
void complete_jobs(Connection& connection, std::span<const ClaimedJob* const> jobs,
                   std::string_view owner, Instant now);

// Gives a claimed job back until `not_before`. A try that was not the job's fault is not counted.
void postpone_job(Connection& connection, const ClaimedJob& job, std::string_view owner,
                  Instant not_before, const std::optional<std::string>& error, bool counts_as_try,
                  Instant now);

// Whether this node still has the job: it was not given away, and its subject was not erased.
bool holds_lease(Connection& connection, const ClaimedJob& job, std::string_view owner);

void extend_leases(Connection& connection, std::span<const ClaimedJob> jobs, std::string_view owner,
                   Instant lease_until);

// Takes the jobs of nodes that are gone back; their unanswered requests to the model become
// `abandoned`. Gives how many. `release_jobs_of_others` is for a database that only one node can
// use.
std::size_t release_expired_jobs(Connection& connection, Instant now);
std::size_t release_jobs_of_others(Connection& connection, std::string_view owner, Instant now);

// Takes back what this node has claimed without knowing it: all of its running jobs that are not
// `known`. Gives how many.
std::size_t release_unknown_jobs(Connection& connection, std::string_view owner,
                                 const std::set<JobId>& known, Instant now);

// The unanswered requests of jobs that do not run become `abandoned`: of those that were canceled
// before the node that asked was gone.
void abandon_requests_without_job(Connection& connection);

// The job's unanswered requests to the model become `abandoned`.
void abandon_requests_of_job(Connection& connection, const ClaimedJob& job);

// A place in the order in which the jobs of a tenant are due.
struct JobPlace {
    Instant not_before;
    JobId id;

    auto operator<=>(const JobPlace&) const = default;
};

struct MarkedJobs {
    std::size_t count = 0;
    JobPlace last;  // of them; where the search began when there are none
};

// Marks some of the tenant's waiting jobs with why they are held, null lifts it: the first `most`
// of those after `after` that are due at `until` or before, or at any time.
MarkedJobs hold_jobs(Connection& connection, TenantId tenant,
                     const std::optional<std::string>& reason, const JobPlace& after,
                     const std::optional<Instant>& until, std::size_t most);

}  // namespace callfold
