#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/call.h"
#include "domain/effects.h"
#include "domain/highlight.h"
#include "storage/ledger.h"
#include "storage/listed_rows.h"

namespace callfold {

// A call as it is shown.
struct ListedCall {
    CallId id;
    Uuid public_id;
    Uuid tenant;
    std::string provider;
    std::string execution_id;
    std::optional<Uuid> agent;
    std::optional<std::string> agent_name;
    Call call;  // without its price (see `charged`) and the attempt that was analysed
    AnalysisStatus analysis_status = AnalysisStatus::none;
    Credits charged;
    int duplicates = 0;
    bool sealed = false;
    bool erased = false;
    std::vector<HighlightPart> highlight;  // where the words of a search stand; else empty
    Instant created_at;
    Instant updated_at;
};

// Which calls are listed; what is set adds up.
struct CallFilter {
    std::optional<LifecycleStatus> status;
    std::optional<Outcome> outcome;
    std::optional<PhoneNumber> number;
    std::optional<Uuid> agent;
    std::optional<AnalysisStatus> analysis;
    std::optional<Instant> from;       // created at this time or later
    std::optional<Instant> to;         // created before this time
    std::optional<std::string> words;  // all of these are in the transcript that is shown
};

// A page of the tenant's calls, the newest first. With `words`, the call whose words were heard
// last comes first, and the ids of the range are those of transcripts.
ListPage<ListedCall> list_calls(Connection& connection, TenantId tenant, const CallFilter& filter,
                                const PageRange& range);

// A page of the calls of every tenant with this number, the newest first: for administrators.
ListPage<ListedCall> list_calls_of_all_tenants(Connection& connection, const PhoneNumber& number,
                                               const PageRange& range);

std::optional<CallId> find_call(Connection& connection, TenantId tenant, Uuid public_id);
std::optional<ListedCall> listed_call(Connection& connection, TenantId tenant, CallId call);

// The call's ledger entries, the oldest first.
std::vector<PostedTransfer> transfers_of_call(Connection& connection, TenantId tenant, CallId call);

}  // namespace callfold
