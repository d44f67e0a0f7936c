#include <algorithm>
#include <array>
#include <span>

#include "analysis/extraction.h"

namespace callfold {
namespace {

constexpr std::size_t most_name_words = 3;
constexpr std::size_t longest_name_bytes = 60;

// What stands before a name. `sure`: nothing but a name can follow, so it may be in small letters.
struct Introduction {
    std::array<std::string_view, 5> words;  // the rest is empty
    bool sure;
};

constexpr std::array<Introduction, 7> introductions = {{{{"my", "name", "is"}, true},
                                                        {{"mera", "naam"}, true},
                                                        {{"you", "can", "call", "me"}, false},
                                                        {{"name", "is"}, false},
                                                        {{"this", "is"}, false},
                                                        {{"i", "am"}, false},
                                                        {{"myself"}, false}}};

// How agents ask whether they have the right person.
constexpr std::array<Introduction, 9> addresses = {{{{"am", "i", "speaking", "with"}, false},
                                                    {{"am", "i", "speaking", "to"}, false},
                                                    {{"am", "i", "talking", "to"}, false},
                                                    {{"am", "i", "talking", "with"}, false},
                                                    {{"i", "speak", "with"}, false},
                                                    {{"i", "speak", "to"}, false},
                                                    {{"i", "talk", "to"}, false},
                                                    {{"speaking", "with"}, false},
                                                    {{"is", "this"}, false}}};

constexpr std::array<std::string_view, 6> titles = {"mr", "mrs", "ms", "miss", "dr", "sir"};

// Words that begin with a capital or follow an introduction, and are no names.
constexpr std::array<std::string_view, 56> no_names = {
    "a",         "an",        "the",      "and",      "or",         "but",    "i",       "not",
    "no",        "yes",       "so",       "very",     "interested", "busy",   "fine",    "good",
    "okay",      "ok",        "sorry",    "sure",     "here",       "from",   "in",      "at",
    "on",        "for",       "speaking", "calling",  "hai",        "is",     "it",      "that",
    "this",      "my",        "your",     "what",     "why",        "who",    "just",    "also",
    "looking",   "available", "happy",    "correct",  "right",      "wrong",  "monday",  "tuesday",
    "wednesday", "thursday",  "friday",   "saturday", "sunday",     "indian", "english", "hindi"};

// What may follow a name in its clause.
constexpr std::array<std::string_view, 11> follows_name = {
    "from", "here", "speaking", "and", "calling", "sir", "madam", "hai", "this", "i", "side"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Whether the word, as it was said, can be part of a name: letters only, one hyphen or apostrophe
// is no letter here. Beyond ASCII there is no telling capitals.
bool is_name_word(const Words& words, std::size_t i, bool small_letters_too) {
    const std::string_view said = words.slice(i, i);
    if (said.size() < 2 || contains(no_names, words.all()[i].text)) return false;
    const bool letters = std::all_of(said.begin(), said.end(), [](char c) {
        return is_ascii_letter(c) || (static_cast<unsigned char>(c) & 0x80) != 0;
    });
    const bool capital = said.front() >= 'A' && said.front() <= 'Z';
    const bool beyond_ascii = (static_cast<unsigned char>(said.front()) & 0x80) != 0;
    return letters && (capital || beyond_ascii || small_letters_too);
}

bool stands_at(const std::vector<Word>& all, std::size_t at, const Introduction& introduction,
               std::size_t& past) {
    past = at;
    for (const std::string_view word : introduction.words) {
        if (word.empty()) return true;
        if (past >= all.size() || all[past].text != word ||
            all[past].sentence != all[at].sentence) {
            return false;
        }
        ++past;
    }
    return true;
}

// The name that begins at word `first`; `sure` as in Introduction.
std::optional<Claim> name_at(const Words& words, std::size_t first, std::size_t sentence,
                             bool sure) {
    const std::vector<Word>& all = words.all();
    const auto in_sentence = [&](std::size_t i) {
        return i < all.size() && all[i].sentence == sentence;
    };
    while (in_sentence(first) && contains(titles, all[first].text))
        ++first;
    if (!in_sentence(first)) return std::nullopt;
    std::size_t past = first;
    const bool small = sure && !is_name_word(words, first, false);
    while (in_sentence(past) && past - first < (small ? 1 : most_name_words) &&
           all[past].clause == all[first].clause && is_name_word(words, past, small))
        ++past;
    if (past == first) return std::nullopt;
    const bool goes_on = in_sentence(past) && all[past].clause == all[first].clause;
    if (!sure && goes_on && !contains(follows_name, all[past].text)) return std::nullopt;
    const std::string_view name = words.slice(first, past - 1);
    if (name.size() > longest_name_bytes) return std::nullopt;
    return Claim{std::string(name), std::string(quote_around(words, first, past - 1)), false};
}

std::optional<Claim> name_after(const Words& words, std::span<const Introduction> wanted) {
    const std::vector<Word>& all = words.all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const Introduction& introduction : wanted) {
            std::size_t past = 0;
            if (!stands_at(all, i, introduction, past)) continue;
            if (auto name = name_at(words, past, all[i].sentence, introduction.sure)) return name;
        }
    }
    return std::nullopt;
}

// "Nora Smith speaking." or "Nora here."
std::optional<Claim> name_before_speaking(const Words& words) {
    const std::vector<Word>& all = words.all();
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].text != "speaking" && all[i].text != "here") continue;
        const bool last = i + 1 == all.size() || all[i + 1].clause != all[i].clause;
        std::size_t first = i;
        while (first > 0 && i - first < most_name_words && all[first - 1].clause == all[i].clause &&
               is_name_word(words, first - 1, false))
            --first;
        const bool whole = first == 0 || all[first - 1].clause != all[i].clause;
        if (!last || !whole || first == i) continue;
        return name_at(words, first, all[i].sentence, false);
    }
    return std::nullopt;
}

bool says_it_is_them(const Words& words) {
    if (agrees(words)) return true;
    const std::vector<Word>& all = words.all();
    constexpr std::array<std::string_view, 5> them = {"she", "he", "her", "him", "me"};
    return all.size() >= 3 && (all[0].text == "this" || all[0].text == "it") &&
           all[1].text == "is" && contains(them, all[2].text);
}

}  // namespace

std::optional<Claim> customer_name(const Conversation& conversation) {
    for (const SpokenTurn& turn : conversation) {
        if (turn.speaker != Speaker::customer) continue;
        if (auto name = name_after(turn.words, introductions)) return name;
        if (auto name = name_before_speaking(turn.words)) return name;
    }
    for (std::size_t i = 0; i < conversation.size(); ++i) {
        if (conversation[i].speaker != Speaker::agent) continue;
        const auto reply = reply_to(conversation, i);
        if (!reply || !says_it_is_them(conversation[*reply].words)) continue;
        if (auto name = name_after(conversation[i].words, addresses)) return name;
    }
    return std::nullopt;
}

}  // namespace callfold
