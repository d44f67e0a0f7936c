#include "analysis/rule_book.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/embedded.h"

namespace callfold {
namespace {

constexpr std::array<std::string_view, 7> negations = {"not",     "no",     "never",  "without",
                                                       "neither", "nobody", "nothing"};
constexpr std::size_t negation_reach = 3;
constexpr std::size_t longest_match_bytes = 200;

bool is_negation(std::string_view word) {
    return std::find(negations.begin(), negations.end(), word) != negations.end();
}

// Finds out where a phrase ends that begins at a certain word.
class PhraseMatch {
  public:
    PhraseMatch(const Words& words, const Phrase& phrase, std::size_t first)
        : all_(words.all()),
          phrase_(phrase),
          past_(words.sentences()[words.all()[first].sentence].past),
          matches_(from(1, first + 1)) {}

    bool matches() const { return matches_; }
    std::size_t last() const { return next_ - 1; }
    std::size_t rest() const { return rest_; }

  private:
    bool fits(const PhrasePlace& place, std::size_t at) const {
        return at < past_ &&
               (place.words.empty() || std::find(place.words.begin(), place.words.end(),
                                                 all_[at].text) != place.words.end());
    }
    bool ends_at(std::size_t next) {
        next_ = next;
        if (phrase_.rest == phrase_.places.size()) rest_ = next;
        return true;
    }
    bool from(std::size_t index, std::size_t next);

    const std::vector<Word>& all_;
    const Phrase& phrase_;
    std::size_t past_;  // the end of the sentence
    std::size_t next_ = 0;
    std::size_t rest_ = 0;
    bool matches_;
};

// Whether the places from `index` on can be filled from word `next` on. A word that may be missing
// is taken where it stands; of the words between two others as few as possible.
bool PhraseMatch::from(std::size_t index, std::size_t next) {
    if (index == phrase_.places.size()) return ends_at(next);
    if (index == phrase_.rest) rest_ = next;
    const PhrasePlace& place = phrase_.places[index];
    if (place.most == 1) {
        if (fits(place, next) && from(index + 1, next + 1)) return true;
        return place.least == 0 && from(index + 1, next);
    }
    for (std::size_t count = 0; count <= place.most && next + count <= past_; ++count) {
        if (from(index + 1, next + count)) return true;
    }
    return false;
}

// Whether a negation stands before word `first`, in its clause.
bool is_negated(const std::vector<Word>& words, std::size_t first) {
    for (std::size_t back = 1; back <= negation_reach && back <= first; ++back) {
        const Word& word = words[first - back];
        if (word.clause != words[first].clause) return false;
        if (is_negation(word.text)) return true;
    }
    return false;
}

}  // namespace

RuleBook::RuleBook(const std::vector<std::string_view>& files) {
    for (const std::string_view file : files) {
        for (Rule& rule : read_rules(file))
            rules_.push_back(std::move(rule));
    }
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        for (std::size_t phrase = 0; phrase < rules_[rule].phrases.size(); ++phrase) {
            for (const std::string_view word : rules_[rule].phrases[phrase].places.front().words)
                by_first_word_[word].push_back({rule, phrase});
        }
    }
}

const RuleBook& RuleBook::built_in() {
    static const RuleBook book({embedded::rules_signals, embedded::rules_next_steps,
                                embedded::rules_objections, embedded::rules_interests,
                                embedded::rules_pain_points, embedded::rules_topics});
    return book;
}

std::vector<PhraseFound> RuleBook::find(const Words& words) const {
    std::vector<PhraseFound> found;
    const std::vector<Word>& all = words.all();
    for (std::size_t first = 0; first < all.size(); ++first) {
        const auto candidates = by_first_word_.find(all[first].text);
        if (candidates == by_first_word_.end()) continue;
        const bool negated = is_negated(all, first) && !is_negation(all[first].text);
        if (negated) continue;
        for (const PhraseId& id : candidates->second) {
            const PhraseMatch match(words, rules_[id.rule].phrases[id.phrase], first);
            if (match.matches() && words.slice(first, match.last()).size() <= longest_match_bytes) {
                found.push_back({id.rule, first, match.last(), match.rest()});
            }
        }
    }
    return found;
}

}  // namespace callfold
