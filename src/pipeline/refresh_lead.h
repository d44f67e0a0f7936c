#pragma once

#include <vector>

#include "domain/phone.h"
#include "storage/analytics.h"
#include "storage/connection.h"

namespace callfold {

// Computes again what code computes about a lead, from its individual analyses as they now are: the
// contact's fields that no person wrote, and the statistics of the complete row. To be called in
// the transaction of every change to an individual row of the lead. The contact is made when the
// first individual analysis is there.
void refresh_lead(Connection& connection, TenantId tenant, const PhoneNumber& number, Instant now);

// The numbers of a lead. `calls` in the order in which they ended, oldest first.
LeadStatistics statistics_of_lead(const std::vector<AnalyzedCall>& calls,
                                  const std::vector<IndividualAnalysis>& individuals);

}  // namespace callfold
