#include "analysis/rule.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

#include "analysis/words.h"

namespace callfold {
namespace {

constexpr std::array<RuleKind, 6> kinds = {RuleKind::topic,      RuleKind::objection,
                                           RuleKind::pain_point, RuleKind::interest,
                                           RuleKind::next_step,  RuleKind::signal};
constexpr std::array<std::string_view, 4> part_names = {"intent", "urgency", "budget", "fit"};

// Takes what stands before `separator` off the front of `rest`.
std::string_view take(std::string_view& rest, char separator) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    return part;
}

// Takes the next word off `rest`; empty at the end.
std::string_view take_word(std::string_view& rest) {
    rest = without_blanks(rest);
    return take(rest, ' ');
}

int read_number(std::string_view text) {
    int number = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end) throw std::logic_error("no number");
    return number;
}

PhrasePlace read_place(std::string_view text) {
    PhrasePlace place;
    if (text == "*") return place;
    if (text == "...") {
        place.least = 0;
        place.most = 3;
        return place;
    }
    if (text.ends_with('?')) {
        place.least = 0;
        text.remove_suffix(1);
    }
    if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
    while (!text.empty())
        place.words.push_back(take(text, '|'));
    const bool readable =
        std::none_of(place.words.begin(), place.words.end(), [](std::string_view word) {
            return word.empty() ||
                   word.find_first_of("()?*.ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
        });
    if (place.words.empty() || !readable) throw std::logic_error("not a phrase");
    return place;
}

Phrase read_phrase(std::string_view text) {
    Phrase phrase;
    std::optional<std::size_t> rest;
    for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
        if (word == "<") {
            rest = phrase.places.size();
        } else {
            phrase.places.push_back(read_place(word));
        }
    }
    const std::vector<PhrasePlace>& places = phrase.places;
    if (places.empty() || places.front().words.empty() || places.front().least == 0) {
        throw std::logic_error("a phrase has to begin with a word");
    }
    phrase.rest = rest.value_or(places.size());
    if (phrase.rest == 0) throw std::logic_error("the rest cannot begin with the phrase");
    return phrase;
}

SaidBy read_speakers(std::string_view text) {
    SaidBy said_by{.customer = false, .agent = false, .agreed = false};
    for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
        if (word == "customer") {
            said_by.customer = true;
        } else if (word == "agent") {
            said_by.agent = true;
        } else if (word == "agreed") {
            said_by.agreed = true;
        } else {
            throw std::logic_error("nobody of this name speaks");
        }
    }
    return said_by;
}

std::array<int, 4> read_weights(std::string_view text) {
    std::array<int, 4> weights{};
    for (std::string_view name = take_word(text); !name.empty(); name = take_word(text)) {
        const auto part = std::find(part_names.begin(), part_names.end(), name);
        if (part == part_names.end()) throw std::logic_error("not a part of the score");
        weights[static_cast<std::size_t>(part - part_names.begin())] = read_number(take_word(text));
    }
    return weights;
}

Rule read_heading(std::string_view line) {
    if (!line.ends_with(']')) throw std::logic_error("the heading does not end");
    line = line.substr(1, line.size() - 2);
    const std::string_view kind_name = take_word(line);
    Rule rule;
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](RuleKind each) { return to_string(each) == kind_name; });
    if (kind == kinds.end() || line.empty()) throw std::logic_error("not a kind and a name");
    rule.kind = *kind;
    rule.name = line;
    return rule;
}

void read_line(Rule& rule, std::string_view line) {
    if (line.starts_with("- ")) {
        rule.phrases.push_back(read_phrase(line.substr(2)));
        return;
    }
    const std::string_view key = take(line, ':');
    const std::string_view value = without_blanks(line);
    if (value.empty()) throw std::logic_error("a key without a value");
    if (key == "text") {
        rule.text = value;
    } else if (key == "by") {
        rule.said_by = read_speakers(value);
    } else if (key == "weights") {
        rule.weights = read_weights(value);
    } else if (key == "cap") {
        rule.cap = read_number(value);
    } else if (key == "outcome") {
        rule.outcome = value;
    } else if (key == "factor") {
        rule.factor = value;
    } else if (key == "action") {
        rule.action = value;
    } else {
        throw std::logic_error("no such key");
    }
}

void check(const Rule& rule) {
    if (rule.phrases.empty()) throw std::logic_error("a rule without a phrase");
    if ((rule.kind == RuleKind::signal) != rule.text.empty()) {
        throw std::logic_error("signals have no text, all other rules have one");
    }
}

}  // namespace

std::string_view to_string(RuleKind kind) {
    switch (kind) {
        case RuleKind::topic:
            return "topic";
        case RuleKind::objection:
            return "objection";
        case RuleKind::pain_point:
            return "pain_point";
        case RuleKind::interest:
            return "interest";
        case RuleKind::next_step:
            return "next_step";
        case RuleKind::signal:
            return "signal";
    }
    std::abort();
}

std::vector<Rule> read_rules(std::string_view file) {
    std::vector<Rule> rules;
    std::size_t number = 0;
    try {
        while (!file.empty()) {
            ++number;
            const std::string_view line = without_blanks(take(file, '\n'));
            if (line.empty() || line.starts_with('#')) continue;
            if (line.starts_with('[')) {
                if (!rules.empty()) check(rules.back());
                rules.push_back(read_heading(line));
            } else if (rules.empty()) {
                throw std::logic_error("no rule has begun");
            } else {
                read_line(rules.back(), line);
            }
        }
        if (!rules.empty()) check(rules.back());
    } catch (const std::logic_error& error) {
        const std::string_view name = rules.empty() ? "" : rules.back().name;
        throw std::logic_error(
            fmt::format("rules, line {}, rule '{}': {}", number, name, error.what()));
    }
    return rules;
}

}  // namespace callfold
