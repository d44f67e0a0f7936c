#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace callfold {

// What a rule finds. A signal moves scores only.
enum class RuleKind { topic, objection, pain_point, interest, next_step, signal };

std::string_view to_string(RuleKind kind);

// The parts of a score that rules move.
enum class ScorePart { intent, urgency, budget, fit };

// Who has to say it. `agreed`: the agent asks it, and the customer's next words say yes.
struct SaidBy {
    bool customer = true;
    bool agent = false;
    bool agreed = false;
};

// One place of a phrase: one of `words`, or any word when there are none.
struct PhrasePlace {
    std::vector<std::string_view> words;
    std::size_t least = 1;  // how many words it takes: 1 to 1, 0 to 1, or 0 to 3
    std::size_t most = 1;
};

struct Phrase {
    std::vector<PhrasePlace> places;
    std::size_t rest = 0;  // the place at which {rest} begins; past the last one: after the phrase
};

struct Rule {
    RuleKind kind = RuleKind::signal;
    std::string_view name;  // unique in its kind; goes into the raw answer
    std::string_view text;  // what is claimed; may hold {rest} or {when}, see rules/README.md
    SaidBy said_by;
    std::array<int, 4> weights{};  // by ScorePart
    std::optional<int> cap;        // no part of the score is higher
    std::string_view outcome;      // what came out of the call; empty: this rule does not tell
    std::string_view factor;       // what a decision hangs on; may be empty
    std::string_view action;       // what to do next; may be empty
    std::vector<Phrase> phrases;
};

// Reads a rule file as rules/README.md describes it; a mistake in it is a bug and throws
// std::logic_error with its line. The rules point into the file.
std::vector<Rule> read_rules(std::string_view file);

}  // namespace callfold
