#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/rule.h"
#include "analysis/words.h"

namespace callfold {

// Where a rule's phrase stands in a turn: these words, both included, in one sentence.
struct PhraseFound {
    std::size_t rule = 0;  // its place in the book
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t rest = 0;  // where {rest} begins
};

// The rules of src/analysis/rules, in the order of the files: topics, signals, next steps,
// objections, pain points, interests. Immutable, so thread-safe.
class RuleBook {
  public:
    // As `read_rules`, one file after the other. The files must outlive the book.
    explicit RuleBook(const std::vector<std::string_view>& files);
    // The rules in this binary; read at the first use.
    static const RuleBook& built_in();

    const std::vector<Rule>& rules() const { return rules_; }
    // Every place where a phrase of a rule stands, by position; overlapping ones too. A phrase that
    // is negated ("not interested" for "interested") is none.
    std::vector<PhraseFound> find(const Words& words) const;

  private:
    struct PhraseId {
        std::size_t rule;
        std::size_t phrase;
    };

    std::vector<Rule> rules_;
    std::unordered_map<std::string_view, std::vector<PhraseId>> by_first_word_;
};

}  // namespace callfold
