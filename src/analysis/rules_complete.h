#pragma once

#include <vector>

#include "analysis/analyzer.h"
#include "analysis/rules_individual.h"

namespace callfold {

// What the rules make of all calls with a lead.
struct CompleteFindings {
    Assessment assessment;
    std::vector<IndividualFindings> calls;  // of the transcripts, as they were given
};

// Assesses every transcript, and puts them together with the assessments of covered calls, newest
// first. Each call counts 0.7 times as much as the one after it; engagement comes from the
// statistics; after a refusal in the newest call (an intent of 5 or less) no other part is
// above 15. Claims are united by their text, the newest quote stays.
CompleteFindings assess_lead(const RuleBook& book, const CompleteInput& input);

}  // namespace callfold
