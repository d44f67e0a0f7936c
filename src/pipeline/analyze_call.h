#pragma once

#include <optional>

#include "pipeline/prepared_analysis.h"
#include "storage/connection.h"
#include "storage/settings.h"

namespace callfold {

// Reads what the individual analysis of the job's call needs. Nothing when there is nothing left to
// do: the call has other words by now, or they are forgotten.
std::optional<PreparedAnalysis> prepare_call_analysis(Connection& connection, const ClaimedJob& job,
                                                      const Settings& settings);

// Checks the claims of an answer and stores the individual analysis, the contact and the numbers of
// the lead. Writes nothing when the call has other words by now.
AppliedAnalysis apply_call_analysis(Connection& connection, const PreparedAnalysis& prepared,
                                    Assessment assessment, const AnalysisSource& source,
                                    Instant now);

}  // namespace callfold
