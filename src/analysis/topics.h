#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/conversation.h"
#include "analysis/rule_book.h"

namespace callfold {

// A rule that was met in a conversation: once, however often.
struct RuleMet {
    const Rule* rule = nullptr;  // lives as long as the book
    std::string text;            // what is claimed, filled in; empty: it claims nothing
    std::string outcome;         // filled in; empty: it tells none
    std::string quote;           // verbatim from one turn
};

// The rules of `book` that the conversation meets, in the order of the book. Of several places the
// first one is quoted; for next steps the last one that names a time, or else the last.
std::vector<RuleMet> rules_met(const RuleBook& book, const Conversation& conversation);

// The first rule of this kind that `words` meet, whoever says them; null if there is none.
const Rule* rule_met_by(const RuleBook& book, RuleKind kind, const Words& words);

}  // namespace callfold
