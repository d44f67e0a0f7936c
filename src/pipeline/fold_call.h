#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/calls.h"
#include "storage/counters.h"
#include "storage/ledger.h"
#include "storage/settings.h"

namespace callfold {

// What folding calls again has changed and what is written once for the whole transaction, at its
// end.
struct PendingTotals {
    std::vector<NewTransfer> transfers;
    CounterChanges counters;
    bool jobs_requested = false;
};

// Where a fold happens: within ingest with everything, or within a rebuild without jobs,
// notifications and transfers.
struct FoldScope {
    Instant now;
    Instant received_at;  // of the newest event: tells what comes too late to be sent
    std::string_view processing_id;
    bool causes_work = true;    // jobs and notifications
    bool posts_charges = true;  // ledger differences
    int new_duplicates = 0;
};

// Folds the set of one locked call again and writes the call and its effects; totals are added to
// `totals`. The one place where events become a call.
void fold_call(Connection& connection, const StoredCall& stored, const Settings& settings,
               const FoldScope& scope, PendingTotals& totals);

// Writes the totals: counters and balances last. Tells tenants about balances that reached a
// threshold.
void write_totals(Connection& connection, const PendingTotals& totals, Instant now);

}  // namespace callfold
