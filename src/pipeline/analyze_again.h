#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/job_queries.h"

namespace callfold {

// Asks for the analysis of a call anew, and for that of its lead, whatever the state of both; gives
// the one or two jobs, made or found active. The analysis that is there stays until the new one
// replaces it. not_found when the tenant has no such call; conflict when there is nothing to
// analyse: the call has not ended, the customer said nothing, or the words are no longer kept.
Result<std::vector<ListedJob>> analyze_again(Connection& connection, TenantId tenant,
                                             Uuid call_public_id, std::string_view processing_id,
                                             Instant now);

}  // namespace callfold
