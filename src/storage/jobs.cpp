#include "storage/jobs.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <utility>

#include "storage/statements/jobs.h"

namespace callfold {
namespace {

ClaimedJob read_claimed_job(const Row& row) {
    ClaimedJob job;
    job.id = row.id<JobId>(0);
    job.public_id = row.uuid(1);
    job.tenant = row.id<TenantId>(2);
    job.kind = parse_job_kind(row.text(3)).value();
    job.call = row.optional_id<CallId>(4);
    if (auto number = row.optional_text(5)) {
        job.number = PhoneNumber::from_e164(std::move(*number));
    }
    job.analysis_key = row.optional_digest(6);
    job.attempts = static_cast<int>(row.integer(7));
    job.processing_id = row.text(8);
    job.due_since = row.instant(9);
    return job;
}

std::size_t abandon_requests(Connection& connection, const std::vector<JobId>& jobs) {
    for (const JobId job : jobs) {
        execute(connection, sql::abandon_model_requests_of_job, job);
    }
    return jobs.size();
}

}  // namespace

std::string_view to_string(JobKind kind) {
    switch (kind) {
        case JobKind::analyze_call:
            return "analyze-call";
        case JobKind::analyze_lead:
            return "analyze-lead";
    }
    std::abort();
}

std::optional<JobKind> parse_job_kind(std::string_view word) {
    for (const JobKind kind : {JobKind::analyze_call, JobKind::analyze_lead}) {
        if (word == to_string(kind)) return kind;
    }
    return std::nullopt;
}

std::string_view to_string(JobState state) {
    switch (state) {
        case JobState::waiting:
            return "waiting";
        case JobState::running:
            return "running";
        case JobState::done:
            return "done";
        case JobState::failed:
            return "failed";
        case JobState::canceled:
            return "canceled";
    }
    std::abort();
}

std::optional<JobState> parse_job_state(std::string_view word) {
    for (const JobState state : {JobState::waiting, JobState::running, JobState::done,
                                 JobState::failed, JobState::canceled}) {
        if (word == to_string(state)) return state;
    }
    return std::nullopt;
}

std::string call_job_key(CallId call, const Digest& analysis_key) {
    return "call/" + std::to_string(call.value) + "/" + analysis_key.hex();
}

std::string lead_job_key(const PhoneNumber& number) {
    return "lead/" + number.e164();
}

JobRequest call_analysis(TenantId tenant, CallId call, const Digest& analysis_key,
                         std::string_view processing_id) {
    return {tenant,       JobKind::analyze_call, call_job_key(call, analysis_key), call,
            std::nullopt, analysis_key,          std::string{processing_id}};
}

JobRequest lead_analysis(TenantId tenant, const PhoneNumber& number,
                         std::string_view processing_id) {
    return {tenant, JobKind::analyze_lead, lead_job_key(number),      std::nullopt,
            number, std::nullopt,          std::string{processing_id}};
}

void request_jobs(Connection& connection, std::span<const JobRequest> requests, Instant now) {
    constexpr std::size_t width = 9;
    std::set<std::pair<TenantId, std::string_view>> asked;
    std::vector<Parameter> parameters;
    for (const JobRequest& request : requests) {
        if (!asked.emplace(request.tenant, request.key).second) continue;
        std::optional<std::string_view> number;
        if (request.number) number = request.number->e164();
        parameters.insert(parameters.end(), {parameter(new_uuid(now)), parameter(request.tenant),
                                             parameter(to_string(request.kind)),
                                             parameter(request.key), parameter(request.call),
                                             parameter(number), parameter(request.analysis_key),
                                             parameter(now), parameter(request.processing_id)});
    }
    connection.run_for_each(sql::request_job, width, parameters, [](const Row&) {});
}

void cancel_outdated_call_jobs(Connection& connection, TenantId tenant, CallId call,
                               const std::optional<Digest>& current, Instant now) {
    execute(connection, sql::cancel_waiting_call_jobs, tenant, call, current, now);
}

std::vector<TenantId> tenants_with_waiting_jobs(Connection& connection,
                                                const ClaimedUntil& claimed_until) {
    // The index goes by tenant and time. It is cut where a tenant's jobs are claimed, and each
    // piece reaches to the next tenant that has such a place.
    std::vector<Parameter> pieces;
    TenantId from;
    Instant from_time = Instant::min();
    for (const auto& [tenant, time] : claimed_until) {
        pieces.insert(pieces.end(), {parameter(from), parameter(from_time), parameter(tenant)});
        from = tenant;
        from_time = time;
    }
    const TenantId end{std::numeric_limits<std::int64_t>::max()};
    pieces.insert(pieces.end(), {parameter(from), parameter(from_time), parameter(end)});
    std::vector<TenantId> tenants;
    connection.run_for_each(sql::select_tenants_with_waiting_jobs, 3, pieces,
                            [&](const Row& row) { tenants.push_back(row.id<TenantId>(0)); });
    return tenants;
}

std::vector<ClaimedJob> claim_jobs(Connection& connection, TenantId tenant, std::string_view owner,
                                   Instant now, Instant lease_until, std::size_t most,
                                   Instant due_after) {
    std::vector<ClaimedJob> jobs;
    query(
        connection, sql::claim_jobs, [&](const Row& row) { jobs.push_back(read_claimed_job(row)); },
        tenant, now, owner, lease_until, static_cast<std::int64_t>(most), due_after);
    return jobs;
}

std::optional<Instant> next_job_due(Connection& connection, TenantId tenant) {
    std::optional<Instant> due;
    query(
        connection, sql::next_job_due, [&](const Row& row) { due = row.optional_instant(0); },
        tenant);
    return due;
}

std::optional<JobState> finish_job(Connection& connection, const ClaimedJob& job,
                                   std::string_view owner, JobState state,
                                   const std::optional<std::string>& error, Instant now) {
    std::optional<JobState> became;
    query(
        connection, sql::finish_job, [&](const Row& row) { became = parse_job_state(row.text(0)); },
        job.tenant, job.id, owner, to_string(state), now, error);
    return became;
}

void complete_jobs(Connection& connection, std::span<const ClaimedJob* const> jobs,
                   std::string_view owner, Instant now) {
    std::vector<Parameter> parameters;
    for (const ClaimedJob* job : jobs) {
        parameters.insert(parameters.end(), {parameter(job->tenant), parameter(job->id),
                                             parameter(owner), parameter(now)});
    }
    connection.run_for_each(sql::complete_job, 4, parameters, [](const Row&) {});
}

void postpone_job(Connection& connection, const ClaimedJob& job, std::string_view owner,
                  Instant not_before, const std::optional<std::string>& error, bool counts_as_try,
                  Instant now) {
    execute(connection, sql::postpone_job, job.tenant, job.id, owner, not_before, error,
            counts_as_try ? 0 : 1, now);
}

bool holds_lease(Connection& connection, const ClaimedJob& job, std::string_view owner) {
    bool held = false;
    query(
        connection, sql::select_job_lease, [&](const Row&) { held = true; }, job.tenant, job.id,
        owner);
    return held;
}

void extend_leases(Connection& connection, std::span<const ClaimedJob> jobs, std::string_view owner,
                   Instant lease_until) {
    std::vector<Parameter> parameters;
    for (const ClaimedJob& job : jobs) {
        parameters.insert(parameters.end(), {parameter(job.tenant), parameter(job.id),
                                             parameter(owner), parameter(lease_until)});
    }
    connection.run_for_each(sql::extend_lease, 4, parameters, [](const Row&) {});
}

std::size_t release_expired_jobs(Connection& connection, Instant now) {
    std::vector<JobId> jobs;
    query(
        connection, sql::release_expired_jobs,
        [&](const Row& row) { jobs.push_back(row.id<JobId>(0)); }, now);
    return abandon_requests(connection, jobs);
}

std::size_t release_jobs_of_others(Connection& connection, std::string_view owner, Instant now) {
    std::vector<JobId> jobs;
    query(
        connection, sql::release_jobs_of_others,
        [&](const Row& row) { jobs.push_back(row.id<JobId>(0)); }, owner, now);
    return abandon_requests(connection, jobs);
}

std::size_t release_unknown_jobs(Connection& connection, std::string_view owner,
                                 const std::set<JobId>& known, Instant now) {
    std::vector<ClaimedJob> unknown;
    query(
        connection, sql::select_running_jobs_of_owner,
        [&](const Row& row) {
            ClaimedJob job;
            job.id = row.id<JobId>(0);
            job.tenant = row.id<TenantId>(1);
            if (!known.contains(job.id)) unknown.push_back(std::move(job));
        },
        owner);
    for (const ClaimedJob& job : unknown) {
        connection.work_for({&job.tenant, 1});
        postpone_job(connection, job, owner, now, std::nullopt, false, now);
        abandon_requests_of_job(connection, job);
    }
    return unknown.size();
}

void abandon_requests_without_job(Connection& connection) {
    execute(connection, sql::abandon_model_requests_without_job);
}

void abandon_requests_of_job(Connection& connection, const ClaimedJob& job) {
    abandon_requests(connection, {job.id});
}

MarkedJobs hold_jobs(Connection& connection, TenantId tenant,
                     const std::optional<std::string>& reason, const JobPlace& after,
                     const std::optional<Instant>& until, std::size_t most) {
    MarkedJobs marked{0, after};
    query(
        connection, sql::hold_jobs,
        [&](const Row& row) {
            ++marked.count;
            marked.last = std::max(marked.last, JobPlace{row.instant(0), row.id<JobId>(1)});
        },
        tenant, reason, after.not_before, after.id, until, static_cast<std::int64_t>(most));
    return marked;
}

}  // namespace callfold
