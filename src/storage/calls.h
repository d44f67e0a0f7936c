#pragma once

#include <span>
#include <string>
#include <vector>

#include "domain/call.h"
#include "domain/effects.h"
#include "storage/connection.h"

namespace callfold {

// What names a call: the events of one (tenant, provider, execution id).
struct CallKey {
    TenantId tenant;
    std::string provider;
    std::string execution_id;

    auto operator<=>(const CallKey&) const = default;
};

// The columns of a call that stand in an index and seldom change; written only when they differ.
struct IndexedColumns {
    std::optional<AgentId> agent;
    std::optional<PhoneNumber> customer_number;
    std::optional<Instant> ringing_started_at;
    std::optional<Instant> call_answered_at;
    AnalysisStatus analysis_status = AnalysisStatus::none;
};

// What is stored of a call before a batch changes it.
struct StoredCall {
    CallKey key;
    CallId id;
    Uuid public_id;
    PostedEffects posted;
    IndexedColumns indexed;
    std::optional<LifecycleStatus> status;
    int attempt = 0;
    bool sealed = false;
    bool erased = false;
    Instant last_arrival_at;
};

// Makes the missing rows and locks all of them until the end of the transaction. `keys` is sorted
// and without repetitions, which keeps nodes from deadlocking; the answer has the same order.
std::vector<StoredCall> lock_calls(Connection& connection, std::span<const CallKey> keys,
                                   Instant now);

// Locks one call by its row; nothing when the tenant has no such call.
std::optional<StoredCall> lock_call(Connection& connection, TenantId tenant, CallId call);

// A folded call, to be written over its row.
struct FoldedCall {
    TenantId tenant;
    CallId id;
    IndexedColumns before;  // as stored
    std::optional<AgentId> agent;
    Call call;
    AnalysisStatus analysis_status = AnalysisStatus::none;
    Credits charged;
    int charge_count = 0;
    Contributions contributions;
    Instant last_arrival_at;
    int new_duplicates = 0;
};

void write_calls(Connection& connection, std::span<const FoldedCall> calls, Instant now);

// Counts arrivals of a call that is sealed, and changes nothing else.
void touch_call(Connection& connection, TenantId tenant, CallId call, int new_duplicates,
                Instant now);

}  // namespace callfold
