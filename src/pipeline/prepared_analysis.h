#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "storage/analytics.h"
#include "storage/jobs.h"
#include "storage/notifications.h"
#include "storage/settings.h"

namespace callfold {

// A claimed job with the request that it makes, and what is needed to understand the answer when it
// comes. Small enough to be held for a thousand requests in flight.
struct PreparedAnalysis {
    ClaimedJob job;
    AnalysisRequest request;
    std::vector<std::string>
        texts;  // where claims must be found: words of the calls, their own data
    std::vector<CoveredKey> covered;  // of a lead: what the answer will cover, in order of the end
    bool calls_left = false;          // of a lead: calls that have to wait for another run
};

// What became of an answer that held an assessment.
struct AppliedAnalysis {
    bool applied = false;     // false: what was analysed is outdated, and nothing was written
    bool call_again = false;  // of a lead: calls are left that this run did not cover
    std::optional<NewNotification> notification = {};  // of a lead that became hot
};

// What is known of a call besides its words, as the analyzer is told.
CallContext context_of(const AnalyzedCall& call, const Settings& settings);

// The texts of one call in which claims are searched.
std::vector<std::string> searched_texts(const Transcript& transcript, const CallContext& context);

}  // namespace callfold
