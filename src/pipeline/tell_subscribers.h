#pragma once

#include "pipeline/fold_call.h"
#include "storage/analytics.h"
#include "storage/calls.h"
#include "storage/settings.h"

namespace callfold {

// What subscriptions are told, kept in the transaction of the change. Nothing is told about calls
// that ended more than a day ago, nor to tenants without a subscription that wants it.

// A call has come to an end that it had not before.
void tell_about_call(Connection& connection, const StoredCall& before, const Call& call,
                     const Settings& settings, const FoldScope& scope);

// A call was analysed.
void tell_about_analysis(Connection& connection, TenantId tenant, const AnalyzedCall& call,
                         const Assessment& assessment, const AnalysisSource& source, Instant now);

// A complete analysis of a lead was stored in place of `before`.
struct AnalyzedLead {
    TenantId tenant;
    const PhoneNumber& number;
    const std::optional<StoredComplete>& before;
    const AnalyzedCall& latest_call;
    std::size_t calls = 0;
};

void tell_about_lead(Connection& connection, const AnalyzedLead& lead, const Assessment& assessment,
                     const AnalysisSource& source, Instant now);

}  // namespace callfold
