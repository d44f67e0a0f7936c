#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/analysis.h"
#include "domain/counters.h"
#include "storage/connection.h"

namespace callfold {

// How far counts go that would else walk through everything.
inline constexpr std::int64_t counted_up_to = 1'000;

// Calls that may still go on, by the stage that they are in.
struct LiveFunnel {
    std::int64_t queued = 0;
    std::int64_t initiated = 0;
    std::int64_t ringing = 0;
    std::int64_t in_progress = 0;
    std::int64_t call_disconnected = 0;
};

// Those with an event at `since` or after.
LiveFunnel live_funnel(Connection& connection, TenantId tenant, Instant since);

// The sums of the tenant's counters from `from` to before `to`.
CounterValues sum_of_counters(Connection& connection, TenantId tenant, Instant from, Instant to);

// The earliest quarter of an hour that has counters; nothing before the first call.
std::optional<Instant> counting_since(Connection& connection, TenantId tenant);

struct LeadTagCounts {
    std::int64_t hot = 0;
    std::int64_t warm = 0;
    std::int64_t cool = 0;
    std::int64_t cold = 0;
};

LeadTagCounts lead_tag_counts(Connection& connection, TenantId tenant);

// The mood of the individual analyses that were made in a bucket.
struct SentimentBucket {
    std::int64_t analyses = 0;
    std::int64_t score_sum = 0;
};

// One bucket between every two of `edges`, which are in order.
std::vector<SentimentBucket> sentiment_buckets(Connection& connection, TenantId tenant,
                                               std::span<const Instant> edges);

// Each count goes up to `counted_up_to`.
struct PipelineCounts {
    std::optional<Instant> last_webhook_at;
    std::int64_t quarantined = 0;
    std::int64_t waiting = 0;
    std::int64_t running = 0;
    std::int64_t failed = 0;
    std::int64_t held = 0;  // of those that wait
};

PipelineCounts pipeline_counts(Connection& connection, TenantId tenant);

}  // namespace callfold
