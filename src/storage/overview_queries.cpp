#include "storage/overview_queries.h"

#include <cassert>
#include <cstdlib>

#include "storage/columns.h"
#include "storage/counters.h"
#include "storage/statements/overview_queries.h"
#include "storage/trouble_queries.h"

namespace callfold {
namespace {

template <class... Values>
std::int64_t count(Connection& connection, const Statement& statement, const Values&... values) {
    std::int64_t counted = 0;
    query(
        connection, statement, [&](const Row& row) { counted = row.integer(0); }, values...);
    return counted;
}

std::int64_t* place_of(LiveFunnel& funnel, LifecycleStatus status) {
    switch (status) {
        case LifecycleStatus::queued:
            return &funnel.queued;
        case LifecycleStatus::initiated:
            return &funnel.initiated;
        case LifecycleStatus::ringing:
            return &funnel.ringing;
        case LifecycleStatus::in_progress:
            return &funnel.in_progress;
        case LifecycleStatus::call_disconnected:
            return &funnel.call_disconnected;
        case LifecycleStatus::no_answer:
        case LifecycleStatus::busy:
        case LifecycleStatus::failed:
        case LifecycleStatus::canceled:
        case LifecycleStatus::completed:
            return nullptr;
    }
    std::abort();
}

std::int64_t& place_of(LeadTagCounts& counts, LeadTag tag) {
    switch (tag) {
        case LeadTag::hot:
            return counts.hot;
        case LeadTag::warm:
            return counts.warm;
        case LeadTag::cool:
            return counts.cool;
        case LeadTag::cold:
            return counts.cold;
    }
    std::abort();
}

}  // namespace

LiveFunnel live_funnel(Connection& connection, TenantId tenant, Instant since) {
    LiveFunnel funnel;
    query(
        connection, sql::select_live_funnel,
        [&](const Row& row) {
            Columns columns{row};
            const LifecycleStatus status = columns.word(parse_lifecycle_status);
            if (std::int64_t* place = place_of(funnel, status)) *place = columns.integer();
        },
        tenant, since);
    return funnel;
}

CounterValues sum_of_counters(Connection& connection, TenantId tenant, Instant from, Instant to) {
    CounterValues sums;
    query(
        connection, sql::sum_counters, [&](const Row& row) { sums = read_counter_values(row, 0); },
        tenant, from, to);
    return sums;
}

std::optional<Instant> counting_since(Connection& connection, TenantId tenant) {
    std::optional<Instant> since;
    query(
        connection, sql::select_counting_since,
        [&](const Row& row) { since = row.optional_instant(0); }, tenant);
    return since;
}

LeadTagCounts lead_tag_counts(Connection& connection, TenantId tenant) {
    LeadTagCounts counts;
    query(
        connection, sql::select_lead_tag_counts,
        [&](const Row& row) {
            Columns columns{row};
            const LeadTag tag = columns.word(parse_lead_tag);
            place_of(counts, tag) = columns.integer();
        },
        tenant);
    return counts;
}

std::vector<SentimentBucket> sentiment_buckets(Connection& connection, TenantId tenant,
                                               std::span<const Instant> edges) {
    assert(edges.size() >= 2);
    std::vector<SentimentBucket> buckets(edges.size() - 1);
    std::size_t bucket = 0;
    query(
        connection, sql::select_sentiment_counters,
        [&](const Row& row) {
            const Instant quarter = row.instant(0);
            while (quarter >= edges[bucket + 1])
                ++bucket;
            buckets[bucket].analyses += row.integer(1);
            buckets[bucket].score_sum += row.integer(2);
        },
        tenant, edges.front(), edges.back());
    return buckets;
}

PipelineCounts pipeline_counts(Connection& connection, TenantId tenant) {
    PipelineCounts counts;
    query(
        connection, sql::select_last_arrival,
        [&](const Row& row) { counts.last_webhook_at = row.optional_instant(0); }, tenant);
    counts.quarantined = count(connection, sql::count_waiting_quarantine, tenant, counted_up_to);
    counts.waiting =
        count(connection, sql::count_active_jobs, tenant, "waiting", false, counted_up_to);
    counts.held = count(connection, sql::count_active_jobs, tenant, "waiting", true, counted_up_to);
    counts.running =
        count(connection, sql::count_active_jobs, tenant, "running", false, counted_up_to);
    counts.failed = static_cast<std::int64_t>(failed_jobs_trouble(connection, tenant).size());
    return counts;
}

}  // namespace callfold
