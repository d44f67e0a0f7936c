#include "app/cli/analysis_request.h"

#include <algorithm>
#include <set>
#include <utility>

#include "app/cli/arguments.h"
#include "pipeline/analyze_again.h"
#include "pipeline/analyze_call.h"
#include "pipeline/analyze_lead.h"
#include "storage/call_queries.h"

namespace callfold {
namespace {

constexpr std::size_t subjects_per_transaction = 50;

bool has_words(const ListedCall& listed) {
    return listed.call.analysis_key && !listed.sealed && !listed.erased;
}

// Whether what the job failed at is still missing.
bool is_open(Connection& connection, TenantId tenant, const ListedJob& job) {
    if (!job.call) return true;
    const auto id = find_call(connection, tenant, *job.call);
    const auto listed = id ? listed_call(connection, tenant, *id) : std::nullopt;
    return listed && listed->analysis_status == AnalysisStatus::failed;
}

TokenEstimate tokens_of_call(Connection& connection, const AnalysisSubject& subject,
                             const Settings& settings) {
    const auto id = find_call(connection, subject.tenant, *subject.call);
    const auto call = id ? analyzed_call(connection, subject.tenant, *id) : std::nullopt;
    if (!call || !call->analysis_key) return {};
    ClaimedJob job;
    job.tenant = subject.tenant;
    job.call = id;
    job.analysis_key = call->analysis_key;
    const auto prepared = prepare_call_analysis(connection, job, settings);
    return prepared ? estimated_tokens(prepared->request) : TokenEstimate{};
}

TokenEstimate tokens_of_lead(Connection& connection, TenantId tenant, const PhoneNumber& number,
                             const Settings& settings) {
    // Preparing a lead without calls would write.
    if (analyzed_calls_of_lead(connection, tenant, number).empty()) return {};
    ClaimedJob job;
    job.tenant = tenant;
    job.kind = JobKind::analyze_lead;
    job.number = number;
    const auto prepared = prepare_lead_analysis(connection, job, settings);
    return prepared ? estimated_tokens(prepared->request) : TokenEstimate{};
}

// The jobs of the subject; none when it has nothing to analyse any more.
std::vector<ListedJob> request_analysis(Connection& connection, const AnalysisSubject& subject,
                                        Instant now) {
    if (!subject.failed_job) {
        return analyze_again(connection, subject.tenant, *subject.call, new_uuid(now).text(), now)
            .value_or(std::vector<ListedJob>{});
    }
    const auto job = retry_job(connection, subject.tenant, *subject.failed_job, now);
    return job ? std::vector<ListedJob>{*job} : std::vector<ListedJob>{};
}

}  // namespace

std::optional<AnalysisSubject> subject_of_call(Database& database,
                                               const std::vector<Tenant>& tenants,
                                               const Uuid& call) {
    return database.read([&](Connection& connection) -> std::optional<AnalysisSubject> {
        for (const Tenant& tenant : tenants) {
            const auto id = find_call(connection, tenant.id, call);
            if (!id) continue;
            const auto listed = listed_call(connection, tenant.id, *id);
            return AnalysisSubject{tenant.id, call, listed->call.customer_number, std::nullopt};
        }
        return std::nullopt;
    });
}

std::vector<AnalysisSubject> subjects_of_period(Database& database, const Tenant& tenant,
                                                const std::optional<Instant>& from,
                                                const std::optional<Instant>& to) {
    CallFilter filter;
    filter.from = from;
    filter.to = to;
    std::vector<AnalysisSubject> subjects;
    for (const ListedCall& listed :
         all_rows(database, [&](Connection&connection, const PageRange&range) {
             return list_calls(connection, tenant.id, filter, range);
         })) {
        if (!has_words(listed)) continue;
        subjects.push_back(
            {tenant.id, listed.public_id, listed.call.customer_number, std::nullopt});
    }
    return subjects;
}

std::vector<AnalysisSubject> failed_subjects(Database& database, const Tenant& tenant) {
    const JobFilter filter{JobState::failed, std::nullopt};
    const auto jobs = all_rows(database, [&](Connection& connection, const PageRange& range) {
        return list_jobs(connection, tenant.id, filter, range);
    });
    std::vector<AnalysisSubject> subjects;
    std::set<std::pair<std::optional<Uuid>, std::optional<PhoneNumber>>> seen;  // newest job first
    for (const ListedJob& job : jobs) {
        if (!seen.insert({job.call, job.number}).second) continue;
        const bool open = database.read(
            [&](Connection& connection) { return is_open(connection, tenant.id, job); });
        if (open) subjects.push_back({tenant.id, job.call, job.number, job.public_id});
    }
    return subjects;
}

AnalysisEstimate estimate_analyses(Database& database,
                                   const std::vector<AnalysisSubject>& subjects) {
    const Settings settings =
        database.read([](Connection& connection) { return read_settings(connection); });
    AnalysisEstimate estimate;
    std::set<std::pair<TenantId, PhoneNumber>> leads;
    for (const AnalysisSubject& subject : subjects) {
        database.read([&](Connection& connection) {
            if (subject.call) {
                ++estimate.calls;
                estimate.tokens += tokens_of_call(connection, subject, settings);
            }
            if (!subject.number || !leads.emplace(subject.tenant, *subject.number).second) return;
            ++estimate.leads;
            estimate.tokens +=
                tokens_of_lead(connection, subject.tenant, *subject.number, settings);
        });
    }
    return estimate;
}

RequestedAnalyses request_analyses(Database& database, const std::vector<AnalysisSubject>& subjects,
                                   Instant now,
                                   const std::function<void(std::size_t done)>& progress) {
    RequestedAnalyses total;
    for (std::size_t first = 0; first < subjects.size(); first += subjects_per_transaction) {
        const std::size_t end = std::min(first + subjects_per_transaction, subjects.size());
        RequestedAnalyses requested = database.write([&](Connection& connection) {
            RequestedAnalyses some;
            for (std::size_t i = first; i < end; ++i) {
                const auto jobs = request_analysis(connection, subjects[i], now);
                for (const ListedJob& job : jobs)
                    some.jobs.insert(job.public_id);
                some.passed_over += jobs.empty() ? 1 : 0;
            }
            return some;
        });
        total.jobs.merge(requested.jobs);
        total.passed_over += requested.passed_over;
        progress(end);
    }
    return total;
}

}  // namespace callfold
