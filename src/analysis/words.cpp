#include "analysis/words.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

namespace callfold {
namespace {

constexpr std::size_t longest_quote_bytes = 240;
constexpr std::size_t most_sentence_words = 100;
constexpr std::string_view curly_apostrophe = "\xe2\x80\x99";

struct Spelling {
    std::string_view said;
    std::string_view first;
    std::string_view second;
};

// Contractions that no rule of endings covers, and those that speech recognition writes without
// apostrophe.
constexpr std::array<Spelling, 25> spellings = {
    {{"won't", "will", "not"},      {"can't", "can", "not"},     {"shan't", "shall", "not"},
     {"ain't", "is", "not"},        {"cannot", "can", "not"},    {"cant", "can", "not"},
     {"dont", "do", "not"},         {"doesnt", "does", "not"},   {"didnt", "did", "not"},
     {"isnt", "is", "not"},         {"wasnt", "was", "not"},     {"arent", "are", "not"},
     {"havent", "have", "not"},     {"wouldnt", "would", "not"}, {"couldnt", "could", "not"},
     {"shouldnt", "should", "not"}, {"im", "i", "am"},           {"ive", "i", "have"},
     {"thats", "that", "is"},       {"whats", "what", "is"},     {"let's", "let", "us"},
     {"lets", "let", "us"},         {"gonna", "going", "to"},    {"wanna", "want", "to"},
     {"gotta", "got", "to"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> endings = {
    {{"n't", "not"},
     {"'m", "am"},
     {"'re", "are"},
     {"'ve", "have"},
     {"'ll", "will"},
     {"'d", "would"}}};

constexpr std::array<std::string_view, 9> takes_is = {"it",    "that", "he",    "she", "what",
                                                      "there", "who",  "where", "how"};
constexpr std::array<std::string_view, 10> fillers = {"um",  "uh", "umm", "uhh", "uhm",
                                                      "hmm", "er", "erm", "ah",  "mm"};
constexpr std::array<std::string_view, 5> titles = {"mr", "mrs", "ms", "dr", "smt"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

enum class Mark { none, blank, apostrophe, clause_end, sentence_end };

struct MarkFound {
    Mark mark = Mark::none;
    std::size_t length = 1;
};

// Punctuation beyond ASCII that matters: curly quotes, dashes, the ellipsis and the danda of Hindi.
MarkFound mark_beyond_ascii(std::string_view rest) {
    if (rest.starts_with(curly_apostrophe)) return {Mark::apostrophe, curly_apostrophe.size()};
    if (rest.starts_with("\xe2\x80\x98")) return {Mark::blank, 3};
    if (rest.starts_with("\xe2\x80\x93") || rest.starts_with("\xe2\x80\x94"))
        return {Mark::clause_end, 3};
    if (rest.starts_with("\xe2\x80\x9c") || rest.starts_with("\xe2\x80\x9d"))
        return {Mark::blank, 3};
    if (rest.starts_with("\xe2\x80\xa6")) return {Mark::clause_end, 3};
    if (rest.starts_with("\xe0\xa5\xa4")) return {Mark::sentence_end, 3};
    if (rest.starts_with("\xc2\xa0")) return {Mark::blank, 2};
    return {};
}

// What stands at `at`; a letter is no mark.
MarkFound mark_at(std::string_view text, std::size_t at) {
    const char c = text[at];
    if ((static_cast<unsigned char>(c) & 0x80) != 0) return mark_beyond_ascii(text.substr(at));
    if (is_letter(c)) return {};
    const bool last = at + 1 == text.size();
    const bool ends = last || is_blank(text[at + 1]) || text[at + 1] == '"' || text[at + 1] == '\'';
    if (c == '\n') return {Mark::sentence_end};
    if (c == '?' || c == '!') return {Mark::sentence_end};
    if (c == '.' && ends) return {Mark::sentence_end};
    if (c == ',' || c == ';' || c == ':' || c == '(' || c == ')') return {Mark::clause_end};
    if (c == '-' && ends && at > 0 && is_blank(text[at - 1])) return {Mark::clause_end};
    return {c == '\'' ? Mark::apostrophe : Mark::blank};
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    while (end > 0 && is_continuation(text[end]))
        --end;
    std::size_t blank = end;
    while (blank > limit / 2 && !is_blank(text[blank]))
        --blank;
    return without_blanks(text.substr(0, blank > limit / 2 ? blank : end));
}

Words::Words(std::string_view text) : text_(text), lower_(text.begin(), text.end()) {
    for (char& c : lower_) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    words_.reserve(text.size() / 5);
    split();
}

std::string_view Words::slice(std::size_t first_word, std::size_t last_word) const {
    const std::size_t begin = words_[first_word].begin;
    return text_.substr(begin, words_[last_word].end - begin);
}

void Words::split() {
    const std::string_view lower(lower_.data(), lower_.size());
    std::size_t at = 0;
    while (at < lower.size()) {
        const MarkFound found = mark_at(lower, at);
        if (found.mark == Mark::none) {
            at = read_word(at);
            continue;
        }
        at += found.length;
        if (found.mark == Mark::clause_end) ++clause_;
        if (found.mark != Mark::sentence_end) continue;
        // The dot of "Mr." or "p.m." ends no sentence.
        const bool abbreviates =
            lower[at - 1] == '.' && !words_.empty() && words_.back().end == at - 1 &&
            (words_.back().text.size() == 1 || contains(titles, words_.back().text));
        if (!abbreviates) end_sentence(at);
    }
    end_sentence(lower.size());
}

// Reads the word at `begin` and gives where it ends. Apostrophes stay inside of words, dots, commas
// and colons inside of numbers.
std::size_t Words::read_word(std::size_t begin) {
    const std::string_view lower(lower_.data(), lower_.size());
    std::size_t at = begin;
    while (at < lower.size()) {
        const MarkFound found = mark_at(lower, at);
        const std::size_t next = at + found.length;
        const bool goes_on = next < lower.size() && is_letter(lower[next]);
        const bool in_word = goes_on && found.mark == Mark::apostrophe;
        const bool in_number = goes_on && is_digit(lower[at == begin ? at : at - 1]) &&
                               is_digit(lower[next]) &&
                               (lower[at] == '.' || lower[at] == ',' || lower[at] == ':');
        if (found.mark != Mark::none && !in_word && !in_number) break;
        at = next;
    }
    add_word(begin, at);
    return at;
}

void Words::add_word(std::size_t begin, std::size_t end) {
    // A curly apostrophe is compared as a plain one; only the copy in lower case may be changed.
    std::string_view word(lower_.data() + begin, end - begin);
    if (const std::size_t curly = word.find(curly_apostrophe); curly != std::string_view::npos) {
        std::string plain(word);
        plain.replace(curly, curly_apostrophe.size(), "'");
        std::copy(plain.begin(), plain.end(), lower_.begin() + static_cast<std::ptrdiff_t>(begin));
        word = std::string_view(lower_.data() + begin, plain.size());
    }
    if (contains(fillers, word)) return;
    const std::size_t sentence_first = sentences_.empty() ? 0 : sentences_.back().past;
    if (words_.size() - sentence_first >= most_sentence_words) end_sentence(begin);
    const auto add = [&](std::string_view text) {
        if (!text.empty()) words_.push_back({text, begin, end, sentences_.size(), clause_});
    };
    for (const Spelling& spelling : spellings) {
        if (spelling.said != word) continue;
        add(spelling.first);
        add(spelling.second);
        return;
    }
    for (const auto& [ending, meaning] : endings) {
        if (word.size() <= ending.size() || !word.ends_with(ending)) continue;
        add(word.substr(0, word.size() - ending.size()));
        add(meaning);
        return;
    }
    const bool is = word.ends_with("'s") && contains(takes_is, word.substr(0, word.size() - 2));
    add(is ? word.substr(0, word.size() - 2) : word);
    if (is) add("is");
}

// Ends the sentence before byte `end`, if it has words.
void Words::end_sentence(std::size_t end) {
    const std::size_t first = sentences_.empty() ? 0 : sentences_.back().past;
    if (first == words_.size()) return;
    const std::string_view text = text_.substr(sentence_begin_, end - sentence_begin_);
    sentences_.push_back({without_blanks(text), first, words_.size()});
    sentence_begin_ = end;
    ++clause_;
}

std::string_view quote_around(const Words& words, std::size_t first, std::size_t last) {
    assert(words.all()[first].sentence == words.all()[last].sentence);
    const std::string_view sentence = words.sentences()[words.all()[first].sentence].text;
    if (sentence.size() <= longest_quote_bytes) return sentence;
    // Takes in neighbours on both sides in turn, as long as they fit.
    const auto fits = [&](std::size_t from, std::size_t to) {
        return words.all()[from].sentence == words.all()[to].sentence &&
               words.slice(from, to).size() <= longest_quote_bytes;
    };
    bool grown = true;
    while (grown) {
        grown = false;
        if (first > 0 && fits(first - 1, last)) {
            --first;
            grown = true;
        }
        if (last + 1 < words.all().size() && fits(first, last + 1)) {
            ++last;
            grown = true;
        }
    }
    return words.slice(first, last);
}

}  // namespace callfold
