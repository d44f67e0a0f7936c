#include "analysis/time_phrase.h"

#include <algorithm>
#include <array>

namespace callfold {
namespace {

// What a word can do in a time.
enum class TimeWord {
    none,
    day,    // says when by itself
    unit,   // says when after one that points ahead: "next week", "in ten minutes"
    clock,  // says when after a number: "5 pm"
    month,  // says when beside a number: "3 may"
    number,
    ahead,      // "next", "in", "this"
    connector,  // "the", "of"
};

constexpr std::array<std::string_view, 14> days = {
    "monday", "tuesday",  "wednesday", "thursday", "friday",  "saturday",  "sunday",
    "today",  "tomorrow", "tonight",   "weekend",  "mondays", "saturdays", "sundays"};
constexpr std::array<std::string_view, 19> units = {
    "week",    "weeks", "month",   "months",  "hour",      "hours",   "minute",
    "minutes", "day",   "days",    "morning", "afternoon", "evening", "night",
    "noon",    "year",  "quarter", "diwali",  "lunch"};
constexpr std::array<std::string_view, 3> clocks = {"am", "pm", "o'clock"};
constexpr std::array<std::string_view, 12> months = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 22> numbers = {
    "one",    "two",   "three",  "four",   "five",    "six",    "seven",  "eight",
    "nine",   "ten",   "eleven", "twelve", "fifteen", "twenty", "thirty", "first",
    "second", "third", "half",   "couple", "few",     "a"};
constexpr std::array<std::string_view, 13> aheads = {"next",  "this",  "coming", "in", "within",
                                                     "after", "by",    "before", "at", "around",
                                                     "on",    "until", "about"};
constexpr std::array<std::string_view, 6> connectors = {"the", "of", "or", "past", "an", "early"};
constexpr std::array<std::string_view, 4> behind = {"last", "previous", "ago", "since"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool begins_with_digit(std::string_view word) {
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

TimeWord time_word(std::string_view word) {
    if (contains(days, word)) return TimeWord::day;
    if (contains(units, word)) return TimeWord::unit;
    if (contains(clocks, word)) return TimeWord::clock;
    if (contains(months, word)) return TimeWord::month;
    if (contains(aheads, word)) return TimeWord::ahead;
    if (contains(connectors, word)) return TimeWord::connector;
    if (contains(numbers, word)) return TimeWord::number;
    if (begins_with_digit(word) && word.size() <= 5) {
        const bool is_clock = word.ends_with("am") || word.ends_with("pm");
        return is_clock ? TimeWord::day : TimeWord::number;
    }
    return TimeWord::none;
}

bool is_half_of_day(std::string_view letter, std::string_view next) {
    return (letter == "a" || letter == "p") && next == "m";
}

// Words that stand together and may make a time.
struct Run {
    std::size_t first;
    std::size_t past;
};

// The kind of word `i`; "a.m." comes as two words.
TimeWord kind_at(const std::vector<Word>& all, std::size_t i) {
    const bool first_half = i + 1 < all.size() && is_half_of_day(all[i].text, all[i + 1].text);
    const bool second_half = i > 0 && is_half_of_day(all[i - 1].text, all[i].text);
    return first_half || second_half ? TimeWord::clock : time_word(all[i].text);
}

// How exactly a run says when.
enum class Exactness { none, unit, day };

Exactness exactness(const std::vector<Word>& all, Run run) {
    bool points_ahead = false;
    bool has_day = false;
    bool has_number = false;
    bool has_unit = false;
    for (std::size_t i = run.first; i < run.past; ++i) {
        const TimeWord kind = kind_at(all, i);
        const TimeWord before = i > run.first ? kind_at(all, i - 1) : TimeWord::none;
        const TimeWord after = i + 1 < run.past ? kind_at(all, i + 1) : TimeWord::none;
        points_ahead |= kind == TimeWord::ahead;
        has_number |= kind == TimeWord::number;
        has_unit |= kind == TimeWord::unit;
        has_day |= kind == TimeWord::day;
        has_day |= kind == TimeWord::clock && before == TimeWord::number;
        has_day |=
            kind == TimeWord::month &&
            (before == TimeWord::number || after == TimeWord::number || before == TimeWord::ahead);
    }
    if (has_day) return Exactness::day;
    const bool hour = run.past - run.first >= 2 && all[run.first].text == "at" && has_number;
    if (hour) return Exactness::day;
    return points_ahead && has_unit ? Exactness::unit : Exactness::none;
}

// Takes words off both ends that mean nothing there.
Run trimmed(const std::vector<Word>& all, Run run) {
    const auto is = [&](std::size_t i, TimeWord kind) { return kind_at(all, i) == kind; };
    while (run.past > run.first &&
           (is(run.past - 1, TimeWord::ahead) || is(run.past - 1, TimeWord::connector)))
        --run.past;
    while (run.first < run.past &&
           (is(run.first, TimeWord::connector) ||
            (is(run.first, TimeWord::ahead) && run.first + 1 < run.past &&
             is(run.first + 1, TimeWord::ahead) && all[run.first].text == "this")))
        ++run.first;
    return run;
}

}  // namespace

std::string_view time_phrase(const Words& words, std::size_t sentence) {
    const std::vector<Word>& all = words.all();
    const std::size_t past = words.sentences()[sentence].past;
    std::size_t i = words.sentences()[sentence].first;
    std::string_view best;
    while (i < past) {
        Run run{i, i};
        while (run.past < past && kind_at(all, run.past) != TimeWord::none)
            ++run.past;
        i = run.past + 1;
        const bool lies_behind = (run.first > 0 && contains(behind, all[run.first - 1].text)) ||
                                 (run.past < past && contains(behind, all[run.past].text));
        run = trimmed(all, run);
        if (lies_behind || run.first == run.past) continue;
        const Exactness exact = exactness(all, run);
        if (exact == Exactness::none || (exact == Exactness::unit && !best.empty())) continue;
        best = words.slice(run.first, run.past - 1);
        if (exact == Exactness::day) break;
    }
    return best;
}

}  // namespace callfold
