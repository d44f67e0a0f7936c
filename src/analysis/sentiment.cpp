#include "analysis/sentiment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "analysis/lexicon.h"

namespace callfold {
namespace {

// The constants of the paper: measured effects on the mean rating of people.
constexpr double booster = 0.293;
constexpr double capitals = 0.733;
constexpr double negation = -0.74;
constexpr double exclamation = 0.292;
constexpr double question = 0.18;
constexpr double many_questions = 0.96;
constexpr double normalization = 15;
// A booster counts less the farther it stands from the word: one, two, three words before it.
constexpr std::array<double, 3> booster_by_distance = {1.0, 0.95, 0.9};

using Words = std::unordered_set<std::string_view>;
using Weights = std::unordered_map<std::string_view, double>;

const Words negations = {
    "aint",   "arent",    "cannot",  "cant",     "couldnt",  "darent",   "didnt",   "doesnt",
    "ain't",  "aren't",   "can't",   "couldn't", "daren't",  "didn't",   "doesn't", "dont",
    "hadnt",  "hasnt",    "havent",  "isnt",     "mightnt",  "mustnt",   "neither", "don't",
    "hadn't", "hasn't",   "haven't", "isn't",    "mightn't", "mustn't",  "neednt",  "needn't",
    "never",  "none",     "nope",    "nor",      "not",      "nothing",  "nowhere", "oughtnt",
    "shant",  "shouldnt", "uhuh",    "wasnt",    "werent",   "oughtn't", "shan't",  "shouldn't",
    "uh-uh",  "wasn't",   "weren't", "without",  "wont",     "wouldnt",  "won't",   "wouldn't",
    "rarely", "seldom",   "despite"};

const Words strengthening = {
    "absolutely",    "amazingly",    "awfully",       "completely", "considerable", "considerably",
    "decidedly",     "deeply",       "effing",        "enormous",   "enormously",   "entirely",
    "especially",    "exceptional",  "exceptionally", "extreme",    "extremely",    "fabulously",
    "flipping",      "flippin",      "frackin",       "fracking",   "fricking",     "frickin",
    "frigging",      "friggin",      "fully",         "fuckin",     "fucking",      "fuggin",
    "fugging",       "greatly",      "hella",         "highly",     "hugely",       "incredible",
    "incredibly",    "intensely",    "major",         "majorly",    "more",         "most",
    "particularly",  "purely",       "quite",         "really",     "remarkably",   "so",
    "substantially", "thoroughly",   "total",         "totally",    "tremendous",   "tremendously",
    "uber",          "unbelievably", "unusually",     "utter",      "utterly",      "very"};

const Words weakening = {"almost", "barely", "hardly",   "kinda",      "kindof",     "kind-of",
                         "less",   "little", "marginal", "marginally", "occasional", "occasionally",
                         "partly", "scarce", "scarcely", "slight",     "slightly",   "somewhat",
                         "sorta",  "sortof", "sort-of"};

const Words weakening_pairs = {"just enough", "kind of", "sort of"};

// Sayings whose words mislead, with the valence of the whole.
const Weights idioms = {{"the shit", 3},         {"the bomb", 3},      {"bad ass", 1.5},
                        {"badass", 1.5},         {"yeah right", -2},   {"cut the mustard", 2},
                        {"kiss of death", -1.5}, {"hand to mouth", -2}};

// In a call these answer, greet and direct: they tell nothing about how somebody feels. "No" stays
// a negation of the word after it.
const Words manners = {"yes",        "yeah",   "yep",      "ok",   "okay",   "sure",    "please",
                       "thanks",     "thank",  "thankyou", "no",   "nope",   "hello",   "hi",
                       "hey",        "well",   "like",     "want", "dear",   "welcome", "number",
                       "share",      "shared", "sharing",  "stop", "matter", "certain", "certainly",
                       "definitely", "free",   "apology",  "pay",  "lower"};

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_punctuation(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

// Has capitals and no small letter.
bool is_capitals(std::string_view word) {
    return std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Without the punctuation around a word; what then has two bytes or less was an emoticon, and
// stays.
std::string_view without_punctuation(std::string_view token) {
    std::string_view word = token;
    while (!word.empty() && is_punctuation(word.front()))
        word.remove_prefix(1);
    while (!word.empty() && is_punctuation(word.back()))
        word.remove_suffix(1);
    return word.size() <= 2 ? token : word;
}

// A sentence, taken apart and rated word by word.
class Sentence {
  public:
    Sentence(std::string_view text, WordsThatFeel feeling) : lower_(text), feeling_(feeling) {
        std::transform(lower_.begin(), lower_.end(), lower_.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        split(text);
    }
    Sentence(const Sentence&) = delete;
    Sentence& operator=(const Sentence&) = delete;

    // The valence of each word in its place, "but" included.
    std::vector<double> valences() const;

  private:
    void split(std::string_view text);
    bool emphasized(std::size_t i) const { return some_capitals_ && capitals_[i]; }
    bool negates(std::size_t i) const;
    bool is_any(std::size_t i, std::string_view one, std::string_view other) const {
        return words_[i] == one || words_[i] == other;
    }
    std::string joined(std::size_t first, std::size_t count) const;
    std::optional<double> rated(std::size_t i) const;
    double boost(std::size_t i, double valence) const;
    double negated(std::size_t i, std::size_t distance, double valence) const;
    double idiom(std::size_t i, double valence) const;
    double valence_at(std::size_t i) const;

    std::string lower_;  // what words_ points into
    WordsThatFeel feeling_;
    std::vector<std::string_view> words_;
    std::vector<bool> capitals_;
    bool some_capitals_ = false;  // some words are in capitals, and some are not
};

void Sentence::split(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        if (is_blank(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && !is_blank(text[end]))
            ++end;
        const std::string_view word = without_punctuation(text.substr(i, end - i));
        const auto begin = static_cast<std::size_t>(word.data() - text.data());
        words_.push_back(std::string_view(lower_).substr(begin, word.size()));
        capitals_.push_back(is_capitals(word));
        i = end;
    }
    const auto in_capitals = std::count(capitals_.begin(), capitals_.end(), true);
    some_capitals_ = in_capitals > 0 && in_capitals < std::ssize(capitals_);
}

bool Sentence::negates(std::size_t i) const {
    return negations.contains(words_[i]) || words_[i].find("n't") != std::string_view::npos;
}

std::string Sentence::joined(std::size_t first, std::size_t count) const {
    std::string text(words_[first]);
    for (std::size_t i = first + 1; i < first + count; ++i) {
        text += ' ';
        text += words_[i];
    }
    return text;
}

std::optional<double> Sentence::rated(std::size_t i) const {
    if (feeling_ == WordsThatFeel::all_but_manners && manners.contains(words_[i]))
        return std::nullopt;
    return lexicon_valence(words_[i]);
}

double Sentence::boost(std::size_t i, double valence) const {
    double change = 0;
    if (strengthening.contains(words_[i])) change = booster;
    if (weakening.contains(words_[i])) change = -booster;
    if (change == 0) return 0;
    if (valence < 0) change = -change;
    if (emphasized(i)) change += valence > 0 ? capitals : -capitals;
    return change;
}

// What a negation `distance` words before word `i` makes of its valence; "never so good" and
// "without doubt" are none.
double Sentence::negated(std::size_t i, std::size_t distance, double valence) const {
    const std::size_t at = i - distance;
    if (distance > 1) {
        const bool never = words_[at] == "never" && is_any(at + 1, "so", "this");
        if (never || (distance == 3 && is_any(i - 1, "so", "this"))) return valence * 1.25;
        const bool doubt = words_[at + 1] == "doubt" || (distance == 3 && words_[i - 1] == "doubt");
        if (words_[at] == "without" && doubt) return valence;
    }
    return negates(at) ? valence * negation : valence;
}

// Sayings around word `i`, which has at least three words before it.
double Sentence::idiom(std::size_t i, double valence) const {
    const std::array<std::string, 5> before = {joined(i - 1, 2), joined(i - 2, 3), joined(i - 2, 2),
                                               joined(i - 3, 3), joined(i - 3, 2)};
    for (const std::string& words : before) {
        if (const auto found = idioms.find(words); found != idioms.end()) {
            valence = found->second;
            break;
        }
    }
    for (const std::size_t count : {2U, 3U}) {
        if (i + count > words_.size()) continue;
        if (const auto found = idioms.find(joined(i, count)); found != idioms.end()) {
            valence = found->second;
        }
    }
    for (const std::string& words : before) {
        if (weakening_pairs.contains(words)) valence -= booster;
    }
    return valence;
}

double Sentence::valence_at(std::size_t i) const {
    const bool is_booster = strengthening.contains(words_[i]) || weakening.contains(words_[i]);
    if (is_booster || (words_[i] == "kind" && i + 1 < words_.size() && words_[i + 1] == "of"))
        return 0;
    const auto rating = rated(i);
    if (!rating) return 0;
    if (words_[i] == "no" && i + 1 < words_.size() && rated(i + 1))
        return 0;  // it negates that one

    const bool after_no = (i > 0 && words_[i - 1] == "no") || (i > 1 && words_[i - 2] == "no") ||
                          (i > 2 && words_[i - 3] == "no" && is_any(i - 1, "or", "nor"));
    double valence = after_no ? *rating * negation : *rating;
    if (emphasized(i)) valence += valence > 0 ? capitals : -capitals;
    for (std::size_t distance = 1; distance <= 3 && distance <= i; ++distance) {
        if (rated(i - distance)) continue;
        valence += boost(i - distance, valence) * booster_by_distance[distance - 1];
        valence = negated(i, distance, valence);
        if (distance == 3) valence = idiom(i, valence);
    }
    const bool least = i > 0 && words_[i - 1] == "least" && !rated(i - 1);
    if (least && !(i > 1 && is_any(i - 2, "at", "very"))) valence *= negation;
    return valence;
}

std::vector<double> Sentence::valences() const {
    std::vector<double> valences;
    valences.reserve(words_.size());
    for (std::size_t i = 0; i < words_.size(); ++i)
        valences.push_back(valence_at(i));
    // What follows "but" is what is meant.
    const auto but =
        static_cast<std::size_t>(std::find(words_.begin(), words_.end(), "but") - words_.begin());
    for (std::size_t i = 0; but < words_.size() && i < valences.size(); ++i) {
        if (i < but) valences[i] *= 0.5;
        if (i > but) valences[i] *= 1.5;
    }
    return valences;
}

double punctuation_emphasis(std::string_view text) {
    const auto exclamations = static_cast<double>(std::count(text.begin(), text.end(), '!'));
    const auto questions = static_cast<double>(std::count(text.begin(), text.end(), '?'));
    const double asked = questions <= 1   ? 0
                         : questions <= 3 ? questions * question
                                          : many_questions;
    return std::min(exclamations, 4.0) * exclamation + asked;
}

}  // namespace

double compound_score(std::string_view text, WordsThatFeel words) {
    double sum = 0;
    for (const double valence : Sentence(text, words).valences())
        sum += valence;
    if (sum == 0) return 0;
    sum += sum > 0 ? punctuation_emphasis(text) : -punctuation_emphasis(text);
    return std::clamp(sum / std::sqrt(sum * sum + normalization), -1.0, 1.0);
}

double customer_compound(const Transcript& transcript) {
    std::vector<double> scores;
    for (const Turn& turn : transcript.turns) {
        if (turn.speaker == Speaker::customer) {
            scores.push_back(compound_score(turn.text, WordsThatFeel::all_but_manners));
        }
    }
    double sum = 0;
    double weights = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double weight = 1 + static_cast<double>(i + 1) / static_cast<double>(scores.size());
        sum += weight * scores[i];
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

Sentiment sentiment_of(double compound) {
    if (compound >= 0.05) return Sentiment::positive;
    if (compound <= -0.05) return Sentiment::negative;
    return Sentiment::neutral;
}

}  // namespace callfold
