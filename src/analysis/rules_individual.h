#pragma once

#include <cstddef>
#include <vector>

#include "analysis/topics.h"
#include "domain/analysis.h"
#include "domain/transcript.h"

namespace callfold {

// What the rules make of one call.
struct IndividualFindings {
    Assessment assessment;     // claims not verified yet, but every one has a quote of one turn
    std::vector<RuleMet> met;  // what it rests on; the rules live as long as the book
    double compound = 0;       // the feeling of the customer's words, from -1 to 1
    std::size_t customer_turns = 0;
    std::size_t customer_words = 0;
};

// Assesses a conversation by the rules of `book`; the same transcript always gives the same
// findings.
//
// Scores: intent, urgency, budget and fit begin at 20 (nothing known), take the weights of the
// rules met, are held between 0 and 100 and under the rules' caps. Engagement is how much the
// customer took part: up to 50 for ten turns, 30 for two fifths of all words, 20 for twelve words a
// turn.
IndividualFindings assess_conversation(const RuleBook& book, const Transcript& transcript);

// The total that the parts make: intent 40 %, engagement 20 %, urgency 15 %, budget 15 %, fit 10 %.
int total_score_of(const Assessment& assessment);

}  // namespace callfold
