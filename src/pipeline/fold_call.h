#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/calls.h"
#include "storage/counters.h"
#include "storage/events.h"
#include "storage/jobs.h"
#include "storage/ledger.h"
#include "storage/notifications.h"
#include "storage/settings.h"
#include "storage/stream.h"

namespace callfold {

// What folding calls has changed beside the calls, to be written once for the whole transaction,
// at its end.
struct PendingEffects {
    std::vector<JobRequest> jobs;
    std::vector<NewNotification> notifications;
    std::vector<NewTransfer> transfers;
    CounterChanges counters;
    std::map<TenantId, StreamChanges> stream;
};

// Where a fold happens: within ingest with everything, or within a rebuild without jobs,
// notifications and transfers.
struct FoldScope {
    Instant now;
    Instant received_at;  // of the newest arrival: tells what comes too late to be sent
    std::string_view processing_id;
    std::optional<Instant> new_arrival_at;  // of the newest event that the set did not have
    bool causes_work = true;                // jobs and notifications
    bool posts_charges = true;              // ledger differences
    int new_duplicates = 0;
};

// The sets of locked calls, to be folded.
EventSets sets_of(Connection& connection, std::span<const StoredCall> calls);

// Folds the sets of locked calls, which were read since the calls were locked, and writes the calls
// and their analyses; the other effects are added to `pending`. `scopes` has one entry for each
// call. The one place where events become calls.
void fold_calls(Connection& connection, std::span<const StoredCall> calls, const EventSets& sets,
                const Settings& settings, std::span<const FoldScope> scopes,
                PendingEffects& pending);

// Writes the effects: jobs, counters and balances, notifications, and last what listeners of the
// stream are told. Tells tenants about balances that reached a threshold.
void write_effects(Connection& connection, const PendingEffects& pending, Instant now);

}  // namespace callfold
