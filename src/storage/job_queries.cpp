#include "storage/job_queries.h"

#include <cstdlib>

#include "storage/columns.h"
#include "storage/statements/job_queries.h"

namespace callfold {
namespace {

ListedJob read_listed_job(const Row& row) {
    Columns columns{row};
    ListedJob listed;
    listed.id = columns.id<JobId>();
    listed.public_id = columns.uuid();
    listed.kind = columns.word(parse_job_kind);
    listed.state = columns.word(parse_job_state);
    listed.call = columns.optional_uuid();
    listed.number = columns.optional_number();
    listed.attempts = columns.small_integer();
    listed.held_because = columns.optional_text();
    listed.last_error = columns.optional_text();
    listed.not_before = columns.instant();
    listed.created_at = columns.instant();
    listed.updated_at = columns.instant();
    return listed;
}

std::vector<ListedJob> jobs_at(Connection& connection, const std::vector<RowPlace<JobId>>& places) {
    return listed_rows(connection, sql::select_job_row, places, read_listed_job);
}

template <class... Values>
std::optional<ListedJob> job_found_by(Connection& connection, const Statement& statement,
                                      TenantId tenant, const Values&... values) {
    auto jobs = jobs_at(connection, places_of<JobId>(connection, statement, tenant, values...));
    if (jobs.empty()) return std::nullopt;
    return std::move(jobs.front());
}

const Statement& walk_of(const std::optional<JobState>& state) {
    if (!state) return sql::select_jobs_by_time;
    switch (*state) {
        case JobState::waiting:
        case JobState::running:
            return sql::select_jobs_active;
        case JobState::failed:
        case JobState::canceled:
            return sql::select_jobs_given_up;
        case JobState::done:
            return sql::select_jobs_by_time;
    }
    std::abort();
}

}  // namespace

ListPage<ListedJob> list_jobs(Connection& connection, TenantId tenant, const JobFilter& filter,
                              const PageRange& range) {
    std::optional<std::string_view> state;
    if (filter.state) state = to_string(*filter.state);
    std::optional<std::string_view> kind;
    if (filter.kind) kind = to_string(*filter.kind);
    auto places = places_of<JobId>(connection, walk_of(filter.state), tenant, upper_id(range), kind,
                                   range.limit + 1, state);
    return listed_page(connection, sql::select_job_row, std::move(places), range.limit,
                       read_listed_job);
}

std::vector<ListedJob> jobs_of_call(Connection& connection, TenantId tenant, CallId call,
                                    int most) {
    return jobs_at(connection,
                   places_of<JobId>(connection, sql::select_jobs_of_call, tenant, call, most));
}

std::optional<ListedJob> active_job(Connection& connection, TenantId tenant,
                                    const std::string& key) {
    return job_found_by(connection, sql::select_active_job_by_key, tenant, key);
}

Result<ListedJob> retry_job(Connection& connection, TenantId tenant, Uuid public_id, Instant now) {
    const auto job = job_found_by(connection, sql::select_job_by_public_id, tenant, public_id);
    if (!job) return fail(ErrorCode::not_found, "No job has this id.");
    if (job->state != JobState::failed) {
        return fail(ErrorCode::conflict, "Only a failed job can be run again.");
    }
    if (execute(connection, sql::retry_job, tenant, job->id, now) == 0) {
        return fail(ErrorCode::conflict, "A newer job does the same work.");
    }
    execute(connection, sql::reopen_analysis_of_job, tenant, job->id, now);
    return jobs_at(connection, {{tenant, job->id}}).front();
}

}  // namespace callfold
