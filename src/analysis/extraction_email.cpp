#include <algorithm>
#include <array>
#include <string>

#include "analysis/extraction.h"

namespace callfold {
namespace {

constexpr std::size_t longest_address_bytes = 254;  // RFC 5321

struct Sign {
    std::string_view said;
    char sign;
};
constexpr std::array<Sign, 6> signs = {{{"dot", '.'},
                                        {"underscore", '_'},
                                        {"dash", '-'},
                                        {"hyphen", '-'},
                                        {"minus", '-'},
                                        {"plus", '+'}}};

// An address may not begin with one of these: it is a part of something longer, or no address.
constexpr std::array<std::string_view, 37> no_beginnings = {
    "is",    "it",    "me",    "am",    "i",     "on",      "are",   "look",   "looked", "looking",
    "see",   "saw",   "seen",  "found", "check", "checked", "meet",  "arrive", "based",  "one",
    "two",   "three", "four",  "five",  "six",   "seven",   "eight", "nine",   "zero",   "mail",
    "email", "id",    "write", "you",   "here",  "them",    "that"};

bool is_ascii_word(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

bool is_domain_end(std::string_view word) {
    return word.size() >= 2 && word.size() <= 10 &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

char sign_said(std::string_view word) {
    const auto found = std::find_if(signs.begin(), signs.end(),
                                    [&](const Sign& sign) { return sign.said == word; });
    return found == signs.end() ? '\0' : found->sign;
}

bool is_one_letter(std::string_view word) {
    return word.size() == 1 && is_ascii_word(word);
}

// An address in a turn: what it says, and which words say it.
struct Address {
    std::string text;
    std::size_t first = 0;
    std::size_t last = 0;
};

// How many words from `at` on say the sign @: "at", "at the rate", "at the rate of".
std::size_t at_sign_words(const std::vector<Word>& all, std::size_t at) {
    const auto is = [&](std::size_t i, std::string_view word) {
        return i < all.size() && all[i].text == word;
    };
    if (!is(at, "at")) return 0;
    if (!is(at + 1, "the") || !is(at + 2, "rate")) return 1;
    return is(at + 3, "of") ? 4 : 3;
}

// Reads the domain from word `next` on: labels with "dot" between them.
bool read_domain(const std::vector<Word>& all, std::size_t next, Address& address) {
    std::size_t labels = 0;
    std::string_view label;
    while (next < all.size() && is_ascii_word(all[next].text)) {
        label = all[next].text;
        address.text += label;
        while (is_one_letter(label) && next + 1 < all.size() && is_one_letter(all[next + 1].text)) {
            label = all[++next].text;
            address.text += label;
        }
        address.last = next;
        ++labels;
        if (next + 1 >= all.size() || all[next + 1].text != "dot") break;
        address.text += '.';
        next += 2;
    }
    return labels >= 2 && is_domain_end(label) && !address.text.ends_with('.');
}

// Reads what stands before the sign at word `at`, backwards: words joined by signs, letters by
// spelling.
std::string read_local_part(const std::vector<Word>& all, std::size_t at, std::size_t& first) {
    std::string local;
    std::size_t i = at;
    const std::size_t sentence = all[at].sentence;
    while (i > 0 && all[i - 1].sentence == sentence && is_ascii_word(all[i - 1].text)) {
        --i;
        local.insert(0, all[i].text);
        const bool more = i > 0 && all[i - 1].sentence == sentence;
        if (more && i > 1 && sign_said(all[i - 1].text) != '\0') {
            --i;
            local.insert(local.begin(), sign_said(all[i].text));
        } else if (!more || !is_one_letter(all[i].text) || !is_one_letter(all[i - 1].text)) {
            break;
        }
    }
    first = i;
    return local;
}

std::optional<Address> spoken_address(const Words& words) {
    const std::vector<Word>& all = words.all();
    for (std::size_t at = 1; at < all.size(); ++at) {
        const std::size_t sign = at_sign_words(all, at);
        if (sign == 0) continue;
        Address address;
        const std::string local = read_local_part(all, at, address.first);
        const bool clear = !local.empty() && local.front() >= 'a' && local.front() <= 'z' &&
                           std::find(no_beginnings.begin(), no_beginnings.end(),
                                     all[address.first].text) == no_beginnings.end();
        if (!clear) continue;
        address.text = local + "@";
        const bool whole = read_domain(all, at + sign, address) &&
                           all[address.first].sentence == all[address.last].sentence;
        if (whole && address.text.size() <= longest_address_bytes) return address;
    }
    return std::nullopt;
}

bool is_address_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '+';
}

// The first written address in `text`; empty if there is none.
std::string_view written_address(std::string_view text) {
    for (std::size_t at = text.find('@'); at != std::string_view::npos;
         at = text.find('@', at + 1)) {
        std::size_t first = at;
        while (first > 0 && is_address_character(text[first - 1]))
            --first;
        std::size_t past = at + 1;
        while (past < text.size() && is_address_character(text[past]))
            ++past;
        while (past > at && (text[past - 1] == '.' || text[past - 1] == '-'))
            --past;
        while (first < at && (text[first] == '.' || text[first] == '-'))
            ++first;
        const std::string_view address = text.substr(first, past - first);
        const std::size_t dot = address.rfind('.');
        const bool has_domain = dot != std::string_view::npos && first + dot > at + 1;
        if (first < at && has_domain && address.size() <= longest_address_bytes) return address;
    }
    return {};
}

// The words of the turn that stand in `part` of it.
std::optional<Address> words_within(const Words& words, std::string_view part) {
    const auto begin = static_cast<std::size_t>(part.data() - words.text().data());
    std::optional<Address> address;
    for (std::size_t i = 0; i < words.all().size(); ++i) {
        const Word& word = words.all()[i];
        if (word.end <= begin || word.begin >= begin + part.size()) continue;
        if (!address) address = Address{{}, i, i};
        address->last = i;
    }
    return address;
}

std::string lower(std::string_view text) {
    std::string lowered(text);
    for (char& c : lowered) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lowered;
}

std::optional<Address> address_in(const Words& words) {
    if (const std::string_view written = written_address(words.text()); !written.empty()) {
        auto address = words_within(words, written);
        if (address &&
            words.all()[address->first].sentence == words.all()[address->last].sentence) {
            address->text = lower(written);
            return address;
        }
    }
    return spoken_address(words);
}

}  // namespace

std::optional<Claim> customer_email(const Conversation& conversation) {
    for (const SpokenTurn& turn : conversation) {
        if (turn.speaker != Speaker::customer) continue;
        if (const auto address = address_in(turn.words)) {
            return Claim{address->text,
                         std::string(quote_around(turn.words, address->first, address->last)),
                         false};
        }
    }
    return std::nullopt;
}

}  // namespace callfold
