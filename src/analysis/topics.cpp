#include "analysis/topics.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "analysis/time_phrase.h"

namespace callfold {
namespace {

constexpr std::size_t longest_rest_bytes = 80;
constexpr std::size_t short_question_words = 5;  // "Does that work for you?"

constexpr std::array<std::string_view, 6> ends_rest = {"but", "because", "so",
                                                       "if",  "then",    "though"};
constexpr std::array<std::string_view, 11> begins_new_thought = {
    "i", "my", "we", "our", "can", "what", "how", "is", "are", "please", "you"};
constexpr std::array<std::string_view, 9> asking = {"would", "do",  "can",    "shall", "may",
                                                    "could", "are", "should", "will"};
constexpr std::array<std::string_view, 3> asked = {"you", "i", "we"};
// Small letters fit these inside of a sentence; names of days and months keep their capital.
constexpr std::array<std::string_view, 15> begins_time = {
    "Today", "Tomorrow", "Tonight", "Next",   "This", "In",    "Within", "After",
    "By",    "Before",   "At",      "Around", "On",   "Until", "Early"};
constexpr std::array<std::string_view, 3> words_for_when = {"when", "time", "day"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// A phrase in its turn.
struct Place {
    std::size_t turn;
    PhraseFound phrase;
    std::string_view when;
};

std::size_t sentence_of(const Words& words, const PhraseFound& phrase) {
    return words.all()[phrase.first].sentence;
}

// Whether a question stands in a sentence that speech recognition has left without a mark at its
// end.
bool asks_in_words(const Words& words, const SpokenSentence& sentence) {
    for (std::size_t i = sentence.first; i + 1 < sentence.past; ++i) {
        if (contains(asking, words.all()[i].text) && contains(asked, words.all()[i + 1].text))
            return true;
    }
    return false;
}

// Whether the sentence is what the agent asks at the end of the turn, or stands before a short
// question about it.
bool is_asked(const Words& words, std::size_t sentence) {
    const SpokenSentence& last = words.sentences().back();
    const std::size_t sentences = words.sentences().size();
    const bool has_end = std::string_view(".!").find(last.text.back()) != std::string_view::npos;
    if (!last.text.ends_with('?') && (has_end || !asks_in_words(words, last))) return false;
    return sentence + 1 == sentences ||
           (sentence + 2 == sentences && last.past - last.first <= short_question_words);
}

bool is_said(const Rule& rule, const Conversation& conversation, std::size_t turn,
             const PhraseFound& phrase) {
    const SpokenTurn& spoken = conversation[turn];
    if (spoken.speaker == Speaker::customer) return rule.said_by.customer;
    if (spoken.speaker != Speaker::agent) return false;
    if (rule.said_by.agent) return true;
    if (!rule.said_by.agreed || !is_asked(spoken.words, sentence_of(spoken.words, phrase)))
        return false;
    const auto reply = reply_to(conversation, turn);
    return reply && agrees(conversation[*reply].words);
}

// The first time named in this sentence or the two after it.
std::string_view time_from(const Words& words, std::size_t first) {
    const std::size_t past = std::min(first + 3, words.sentences().size());
    for (std::size_t sentence = first; sentence < past; ++sentence) {
        if (const std::string_view when = time_phrase(words, sentence); !when.empty()) return when;
    }
    return {};
}

bool asks_when(const Words& words) {
    if (words.sentences().empty()) return false;
    const SpokenSentence& question = words.sentences().back();
    for (std::size_t i = question.first; i < question.past; ++i) {
        if (contains(words_for_when, words.all()[i].text)) return true;
    }
    return false;
}

// The time that goes with what a sentence says: from it on, in the customer's reply to it, or in
// the answer to the question when.
std::string_view time_beside(const Conversation& conversation, std::size_t turn,
                             std::size_t sentence) {
    const std::string_view here = time_from(conversation[turn].words, sentence);
    if (!here.empty()) return here;
    std::optional<std::size_t> reply;
    if (conversation[turn].speaker == Speaker::agent) {
        reply = reply_to(conversation, turn);
    } else if (turn + 1 < conversation.size() && asks_when(conversation[turn + 1].words)) {
        reply = reply_to(conversation, turn + 1);
    }
    return reply ? time_from(conversation[*reply].words, 0) : std::string_view{};
}

// As `time_beside`, once for a sentence however many phrases stand in it.
class TimesBeside {
  public:
    explicit TimesBeside(const Conversation& conversation) : conversation_(conversation) {}

    std::string_view find(std::size_t turn, std::size_t sentence) {
        if (!known_ || turn != turn_ || sentence != sentence_) {
            when_ = time_beside(conversation_, turn, sentence);
            turn_ = turn;
            sentence_ = sentence;
            known_ = true;
        }
        return when_;
    }

  private:
    const Conversation& conversation_;
    bool known_ = false;
    std::size_t turn_ = 0;
    std::size_t sentence_ = 0;
    std::string_view when_;
};

// What {rest} stands for: to the end of the clause, up to a new thought.
std::string_view rest_after(const Words& words, const PhraseFound& phrase) {
    const std::vector<Word>& all = words.all();
    std::size_t past = phrase.last + 1;
    while (past < all.size() && all[past].clause == all[phrase.last].clause) {
        if (contains(ends_rest, all[past].text)) break;
        const bool turns = all[past].text == "and" && past + 1 < all.size() &&
                           contains(begins_new_thought, all[past + 1].text);
        if (turns) break;
        ++past;
    }
    if (phrase.rest == past) return {};
    return cut(words.slice(phrase.rest, past - 1), longest_rest_bytes);
}

// Puts `value` in for `name` in `text`; an empty one takes the blank before it away.
std::string filled(std::string text, std::string_view name, std::string_view value) {
    const std::size_t at = text.find(name);
    if (at == std::string::npos) return text;
    if (value.empty() && at > 0 && text[at - 1] == ' ') return text.erase(at - 1, name.size() + 1);
    return text.replace(at, name.size(), value);
}

// A time as it stands inside of a sentence: "Tomorrow at six" begins small there.
std::string inside_sentence(std::string_view when) {
    std::string text(when);
    if (contains(begins_time, when.substr(0, when.find(' ')))) {
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    }
    return text;
}

RuleMet met(const Rule& rule, const Conversation& conversation, const Place& place) {
    const Words& words = conversation[place.turn].words;
    const std::string_view rest = rest_after(words, place.phrase);
    const auto fill = [&](std::string_view text) {
        if (text.find("{rest}") != std::string_view::npos && rest.empty()) return std::string{};
        return filled(filled(std::string(text), "{when}", inside_sentence(place.when)), "{rest}",
                      rest);
    };
    return {&rule, fill(rule.text), fill(rule.outcome),
            std::string(quote_around(words, place.phrase.first, place.phrase.last))};
}

bool replaces(const Rule& rule, const Place& earlier, const Place& later) {
    if (rule.kind != RuleKind::next_step) return false;
    return earlier.when.empty() || !later.when.empty();
}

}  // namespace

std::vector<RuleMet> rules_met(const RuleBook& book, const Conversation& conversation) {
    std::map<std::size_t, Place> places;  // by the rule's place in the book
    TimesBeside times(conversation);
    for (std::size_t turn = 0; turn < conversation.size(); ++turn) {
        for (const PhraseFound& phrase : book.find(conversation[turn].words)) {
            const Rule& rule = book.rules()[phrase.rule];
            if (!is_said(rule, conversation, turn, phrase)) continue;
            Place place{turn, phrase, {}};
            if (rule.kind == RuleKind::next_step) {
                place.when = times.find(turn, sentence_of(conversation[turn].words, phrase));
            }
            const auto [entry, is_new] = places.try_emplace(phrase.rule, place);
            if (!is_new && replaces(rule, entry->second, place)) entry->second = place;
        }
    }
    std::vector<RuleMet> all;
    for (const auto& [rule, place] : places)
        all.push_back(met(book.rules()[rule], conversation, place));
    return all;
}

const Rule* rule_met_by(const RuleBook& book, RuleKind kind, const Words& words) {
    const std::vector<PhraseFound> found = book.find(words);
    const auto first = std::find_if(found.begin(), found.end(), [&](const PhraseFound& phrase) {
        return book.rules()[phrase.rule].kind == kind;
    });
    return first == found.end() ? nullptr : &book.rules()[first->rule];
}

}  // namespace callfold
