#pragma once

#include <optional>

#include "pipeline/prepared_analysis.h"
#include "storage/connection.h"
#include "storage/settings.h"

namespace callfold {

// How much of a lead one complete analysis is shown: its input does not grow with the number of
// calls.
struct LeadInputLimits {
    std::size_t transcripts = 3;            // calls that are not covered yet, newest first
    std::size_t transcript_bytes = 48'000;  // together, but for the last one that is taken
    std::size_t analyses = 4;               // individual ones of covered calls, newest first
    std::size_t analyses_at_first = 24;     // the same while no summary stands for older calls
};

// Reads what the complete analysis of the job's lead needs: the design's section 5. Only rows of
// the job's tenant are read. Nothing when the lead has no words left; its complete analysis is then
// taken away.
std::optional<PreparedAnalysis> prepare_lead_analysis(Connection& connection, const ClaimedJob& job,
                                                      const Settings& settings,
                                                      const LeadInputLimits& limits = {});

// Checks the claims of an answer and stores the complete analysis with the numbers that code
// computes. Writes nothing when a call that it covers has changed. A lead that became hot is
// something to tell the tenant.
AppliedAnalysis apply_lead_analysis(Connection& connection, const PreparedAnalysis& prepared,
                                    Assessment assessment, const AnalysisSource& source,
                                    Instant now);

// Whether each call that the analysis covers is still the lead's, with the words that were read.
bool lead_analysis_is_current(Connection& connection, const PreparedAnalysis& prepared);

}  // namespace callfold
