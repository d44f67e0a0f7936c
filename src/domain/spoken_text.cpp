#include "domain/spoken_text.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>

namespace callfold {
namespace {

constexpr std::size_t shortest_divided_quote = 12;  // letters; shorter ones are found by chance
constexpr std::size_t fewest_phone_digits = 7;
constexpr std::size_t most_prefix_digits = 3;  // a country code has at most three
constexpr std::size_t most_phone_digits = 20;  // with prefixes for dialling abroad

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

bool is_within(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

// Takes the first character off `text`, which is UTF-8; one that is cut off at the end counts as a
// byte.
char32_t take_character(std::string_view& text) {
    const auto byte_at = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte_at(0);
    const std::size_t length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    char32_t point = length == 1 ? first : first & (0xffU >> (length + 1));
    if (text.size() < length) {
        text = {};
        return first;
    }
    for (std::size_t i = 1; i < length; ++i)
        point = point << 6U | (byte_at(i) & 0x3fU);
    text.remove_prefix(length);
    return point;
}

// Lower case of Latin, Greek and Cyrillic capitals, where it stands at a fixed distance.
char32_t lower(char32_t point) {
    if (is_within(point, U'A', U'Z')) return point + 0x20;
    if (is_within(point, 0xc0, 0xde) && point != 0xd7) return point + 0x20;
    if (is_within(point, 0x391, 0x3a9)) return point + 0x20;
    if (is_within(point, 0x400, 0x40f)) return point + 0x50;
    if (is_within(point, 0x410, 0x42f)) return point + 0x20;
    return point;
}

// Apostrophes, soft hyphens and zero-width characters: inside of a word, and no part of it.
bool is_ignored(char32_t point) {
    return point == U'\'' || point == 0x2019 || point == 0x2bc || point == 0xad ||
           point == 0xfeff || is_within(point, 0x200b, 0x200f);
}

bool divides_words(char32_t point) {
    if (point < 0x80) return !is_digit(point) && !is_within(point, U'a', U'z');
    return is_within(point, 0x80, 0xbf) || is_within(point, 0x2000, 0x206f) ||
           is_within(point, 0x3000, 0x3003) || is_within(point, 0x3008, 0x3011) ||
           is_within(point, 0xff01, 0xff0f) || is_within(point, 0xff1a, 0xff20) || point == 0x964 ||
           point == 0x965 || point == 0x60c || point == 0x61b || point == 0x61f || point == 0x6d4 ||
           point == 0xd7 || point == 0xf7;
}

// Scripts that are written without blanks between words (Thai to Myanmar, Khmer, East Asia): each
// character counts as a word there.
bool is_a_word_alone(char32_t point) {
    return is_within(point, 0xe00, 0xeff) || is_within(point, 0x1000, 0x109f) ||
           is_within(point, 0x1780, 0x17ff) || is_within(point, 0x2e80, 0x9fff) ||
           is_within(point, 0xf900, 0xfaff) || is_within(point, 0x20000, 0x3ffff);
}

std::u32string words_of(std::string_view text) {
    std::u32string words = U" ";
    const auto divide = [&words] {
        if (words.back() != U' ') words += U' ';
    };
    words.reserve(text.size() + 2);
    while (!text.empty()) {
        const char32_t point = lower(take_character(text));
        if (is_ignored(point)) continue;
        if (divides_words(point)) {
            divide();
        } else if (is_a_word_alone(point)) {
            divide();
            words += point;
            divide();
        } else {
            words += point;
        }
    }
    divide();
    return words;
}

std::u32string without_blanks(std::u32string_view words) {
    std::u32string letters;
    std::copy_if(words.begin(), words.end(), std::back_inserter(letters),
                 [](char32_t point) { return point != U' '; });
    return letters;
}

// In linear time, whatever a model or a caller makes of the texts.
bool contains(const std::u32string& text, const std::u32string& part) {
    const std::boyer_moore_searcher searcher{part.begin(), part.end()};
    return std::search(text.begin(), text.end(), searcher) != text.end();
}

template <class Text>
std::vector<Text> split(Text text, typename Text::value_type blank) {
    std::vector<Text> tokens;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(blank), text.size());
        if (end > 0) tokens.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return tokens;
}

// Letters (those of ASCII in lower case), digits and the signs of addresses; everything else is a
// blank.
std::string address_characters(std::string_view text) {
    std::string characters;
    characters.reserve(text.size());
    while (!text.empty()) {
        const std::string_view before = text;
        const char32_t point = lower(take_character(text));
        if (is_ignored(point)) continue;
        if (point < 0x80 &&
            std::u32string_view{U"@._-+"}.find(point) != std::u32string_view::npos) {
            characters += static_cast<char>(point);
        } else if (divides_words(point)) {
            characters += ' ';
        } else if (point < 0x80) {
            characters += static_cast<char>(point);
        } else {
            characters += before.substr(0, before.size() - text.size());
        }
    }
    return characters;
}

std::string_view without_sentence_signs(std::string_view token) {
    while (!token.empty() && (token.back() == '.' || token.back() == '-'))
        token.remove_suffix(1);
    while (!token.empty() && (token.front() == '.' || token.front() == '-'))
        token.remove_prefix(1);
    return token;
}

// A sign of an address as it is said, and how many words that takes.
struct SaidSign {
    std::string_view sign;
    std::size_t words;
};

std::optional<SaidSign> said_sign(std::span<const std::string_view> tokens) {
    struct Entry {
        std::vector<std::string_view> words;
        std::string_view sign;
    };
    static const std::array<Entry, 10> entries{{
        {{"@"}, "@"},
        {{"at", "the", "rate", "of"}, "@"},
        {{"at", "the", "rate"}, "@"},
        {{"at"}, "@"},
        {{"dot"}, "."},
        {{"underscore"}, "_"},
        {{"dash"}, "-"},
        {{"hyphen"}, "-"},
        {{"minus"}, "-"},
        {{"plus"}, "+"},
    }};
    for (const auto& [words, sign] : entries) {
        if (tokens.size() >= words.size() &&
            std::equal(words.begin(), words.end(), tokens.begin())) {
            return SaidSign{sign, words.size()};
        }
    }
    return std::nullopt;
}

std::string addresses_of(std::string_view text) {
    const std::string characters = address_characters(text);
    std::vector<std::string_view> tokens = split(std::string_view{characters}, ' ');
    std::transform(tokens.begin(), tokens.end(), tokens.begin(), without_sentence_signs);
    std::erase_if(tokens, [](std::string_view token) { return token.empty(); });

    std::string addresses;
    bool after_sign = true;
    bool after_letter = false;  // a letter that stands alone: one that is spelled
    for (std::span<const std::string_view> rest = tokens; !rest.empty();) {
        if (const auto said = said_sign(rest)) {
            addresses += said->sign;
            after_sign = true;
            after_letter = false;
            rest = rest.subspan(said->words);
            continue;
        }
        const bool letter = rest.front().size() == 1;
        if (!after_sign && !(after_letter && letter)) addresses += ' ';
        addresses += rest.front();
        after_sign = false;
        after_letter = letter;
        rest = rest.subspan(1);
    }
    return addresses;
}

std::optional<char> said_digit(std::u32string_view word) {
    constexpr std::array<std::u32string_view, 10> names{
        U"zero", U"one", U"two", U"three", U"four", U"five", U"six", U"seven", U"eight", U"nine"};
    if (word == U"oh" || word == U"o") return '0';
    const auto name = std::find(names.begin(), names.end(), word);
    if (name == names.end()) return std::nullopt;
    return static_cast<char>('0' + (name - names.begin()));
}

std::size_t times_said(std::u32string_view word) {
    if (word == U"double") return 2;
    if (word == U"triple") return 3;
    return 1;
}

// The digits that `word` stands for; nothing for another word.
std::string digits_of(std::u32string_view word) {
    if (const auto digit = said_digit(word)) return std::string(1, *digit);
    if (!std::all_of(word.begin(), word.end(), is_digit)) return {};
    std::string digits;
    for (const char32_t point : word)
        digits += static_cast<char>(point);
    return digits;
}

std::vector<std::vector<std::string>> digit_groups_of(std::u32string_view words) {
    std::vector<std::vector<std::string>> chains(1);
    std::size_t times = 1;
    for (const std::u32string_view word : split(words, U' ')) {
        const std::string digits = digits_of(word);
        if (!digits.empty()) {
            std::string group;
            for (std::size_t i = 0; i < times; ++i)
                group += digits;
            chains.back().push_back(group);
        } else if (times_said(word) == 1 && !chains.back().empty()) {
            chains.emplace_back();
        }
        times = times_said(word);
    }
    return chains;
}

// Whether both are the same number, one of them perhaps without country code.
bool is_same_number(std::string_view left, std::string_view right) {
    const auto without_zeros = [](std::string_view digits) {
        return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    };
    const std::string_view one = without_zeros(left);
    const std::string_view other = without_zeros(right);
    const std::string_view longer = one.size() >= other.size() ? one : other;
    const std::string_view shorter = one.size() >= other.size() ? other : one;
    return shorter.size() >= fewest_phone_digits && longer.ends_with(shorter) &&
           longer.size() - shorter.size() <= most_prefix_digits;
}

}  // namespace

SpokenText::SpokenText(std::string_view text)
    : words_(words_of(text)),
      letters_(without_blanks(words_)),
      addresses_(addresses_of(text)),
      digit_groups_(digit_groups_of(words_)) {}

bool SpokenText::has_words(std::string_view phrase) const {
    const std::u32string words = words_of(phrase);
    return words != U" " && contains(words_, words);
}

bool SpokenText::has_quote(std::string_view quote) const {
    if (has_words(quote)) return true;
    const std::u32string letters = without_blanks(words_of(quote));
    return letters.size() >= shortest_divided_quote && contains(letters_, letters);
}

bool SpokenText::has_email(std::string_view address) const {
    const std::string wanted = address_characters(address);
    const std::size_t sign = wanted.find('@');
    if (sign == 0 || sign == std::string::npos || sign + 1 == wanted.size()) return false;
    const auto ends_address = [this](std::size_t position) {
        return position >= addresses_.size() || addresses_[position] == ' ' ||
               addresses_[position] == '@';
    };
    for (std::size_t at = addresses_.find(wanted); at != std::string::npos;
         at = addresses_.find(wanted, at + 1)) {
        if ((at == 0 || ends_address(at - 1)) && ends_address(at + wanted.size())) return true;
    }
    return false;
}

bool SpokenText::has_phone(std::string_view number) const {
    std::string wanted;
    std::copy_if(number.begin(), number.end(), std::back_inserter(wanted),
                 [](char character) { return character >= '0' && character <= '9'; });
    for (const auto& groups : digit_groups_) {
        for (std::size_t first = 0; first < groups.size(); ++first) {
            std::string said;
            for (std::size_t i = first; i < groups.size() && said.size() <= most_phone_digits;
                 ++i) {
                said += groups[i];
                if (is_same_number(said, wanted)) return true;
            }
        }
    }
    return false;
}

}  // namespace callfold
