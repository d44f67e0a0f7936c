#include <algorithm>
#include <array>
#include <string>

#include "analysis/extraction.h"
#include "domain/phone.h"

namespace callfold {
namespace {

constexpr std::size_t fewest_digits = 7;
constexpr std::size_t certain_digits = 10;
constexpr std::size_t most_digits = 15;  // E.164

constexpr std::array<std::string_view, 10> digit_words = {"zero", "one", "two",   "three", "four",
                                                          "five", "six", "seven", "eight", "nine"};
constexpr std::array<std::string_view, 9> about_telephones = {
    "number", "phone", "mobile", "telephone", "cell", "whatsapp", "call", "reach", "contact"};
// After these, digits are money or a count, however many.
constexpr std::array<std::string_view, 8> about_money = {"rupees", "rs",     "lakh",    "lakhs",
                                                         "crore",  "crores", "dollars", "budget"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// The digits that a word says; empty for any other word.
std::string digits_said(std::string_view word) {
    if (word == "oh" || word == "o") return "0";
    const auto found = std::find(digit_words.begin(), digit_words.end(), word);
    if (found != digit_words.end()) {
        return std::string(1, static_cast<char>('0' + (found - digit_words.begin())));
    }
    const bool figures =
        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    return figures ? std::string(word) : std::string{};
}

std::size_t times_said(std::string_view word) {
    if (word == "double") return 2;
    if (word == "triple") return 3;
    return 0;
}

// Digits that stand together in a sentence.
struct Digits {
    std::string text;
    std::size_t first = 0;
    std::size_t past = 0;
};

Digits digits_from(const std::vector<Word>& all, std::size_t first) {
    Digits digits{{}, first, first};
    for (std::size_t i = first; i < all.size() && all[i].sentence == all[first].sentence; ++i) {
        const std::size_t times = times_said(all[i].text);
        const bool repeats =
            times > 0 && i + 1 < all.size() && all[i + 1].sentence == all[first].sentence;
        const std::string said = digits_said(all[repeats ? i + 1 : i].text);
        if (said.empty()) break;
        for (std::size_t n = 0; n < std::max<std::size_t>(times, 1); ++n)
            digits.text += said;
        if (repeats) ++i;
        digits.past = i + 1;
    }
    return digits;
}

bool sentence_has(const Words& words, std::size_t sentence, const auto& list) {
    const SpokenSentence& said = words.sentences()[sentence];
    for (std::size_t i = said.first; i < said.past; ++i) {
        if (contains(list, words.all()[i].text)) return true;
    }
    return false;
}

// Whether a country code was said: "+91 …" or "plus nine one …".
bool has_plus(const Words& words, const Digits& digits) {
    const Word& word = words.all()[digits.first];
    const bool written = word.begin > 0 && words.text()[word.begin - 1] == '+';
    const bool said = digits.first > 0 && words.all()[digits.first - 1].text == "plus";
    return written || said;
}

std::optional<std::string> number_in(const Words& words, const Digits& digits) {
    if (digits.text.size() < fewest_digits || digits.text.size() > most_digits) return std::nullopt;
    const std::size_t sentence = words.all()[digits.first].sentence;
    const bool certain = digits.text.size() >= certain_digits;
    if (!certain && !sentence_has(words, sentence, about_telephones)) return std::nullopt;
    if (sentence_has(words, sentence, about_money)) return std::nullopt;
    if (has_plus(words, digits)) {
        if (const auto number = PhoneNumber::parse("+" + digits.text, std::nullopt))
            return number->e164();
    }
    return digits.text;
}

}  // namespace

std::optional<Claim> customer_phone(const Conversation& conversation) {
    for (const SpokenTurn& turn : conversation) {
        if (turn.speaker != Speaker::customer) continue;
        for (std::size_t i = 0; i < turn.words.all().size(); ++i) {
            const Digits digits = digits_from(turn.words.all(), i);
            if (digits.text.empty()) continue;
            i = digits.past - 1;
            if (const auto number = number_in(turn.words, digits)) {
                return Claim{*number,
                             std::string(quote_around(turn.words, digits.first, digits.past - 1)),
                             false};
            }
        }
    }
    return std::nullopt;
}

}  // namespace callfold
