#include "domain/phone.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include <phonenumbers/phonenumberutil.h>

namespace callfold {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

constexpr std::size_t longest_input_bytes = 100;
constexpr std::size_t fewest_digits = 7;  // no numbering plan has shorter international numbers
constexpr std::size_t most_digits = 15;   // ITU-T E.164
constexpr std::size_t fewest_unchecked_digits = 8;
constexpr std::string_view full_width_plus = "\uff0b";
constexpr std::size_t remembered_answers = 2048;  // per generation and thread

const PhoneNumberUtil& library() {
    return *PhoneNumberUtil::GetInstance();
}

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
}

bool starts_with_word(std::string_view text, std::string_view word) {
    const auto same = [](char expected, char written) { return expected == lower(written); };
    return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), same);
}

// The number inside of `"Name" <sip:%2B12025550133;tag=1@host;user=phone>`, or `text` itself.
std::string without_uri(std::string_view text) {
    if (const std::size_t open = text.find('<'); open != std::string_view::npos) {
        text = text.substr(open + 1, text.find('>', open) - open - 1);
    }
    for (const std::string_view scheme : {"sips:", "sip:", "tel:"}) {
        if (!starts_with_word(text, scheme)) continue;
        text.remove_prefix(scheme.size());
        text = text.substr(0, text.find_first_of("@;"));
        break;
    }
    if (starts_with_word(text, "%2b")) return "+" + std::string{text.substr(3)};
    return std::string{text};
}

// Removes what follows a number: "ext. 5", "x5".
void cut_extension(std::string& text) {
    const auto letter = std::find_if(text.begin(), text.end(), [](char character) {
        return lower(character) >= 'a' && lower(character) <= 'z';
    });
    const std::string_view rest{text.data() + (letter - text.begin()),
                                static_cast<std::size_t>(text.end() - letter)};
    if (starts_with_word(rest, "ext") || starts_with_word(rest, "x")) {
        text.erase(letter, text.end());
    }
}

// What people and phones put between digits besides ASCII: no-break and ideographic blanks, the
// hyphens and dashes, and the marks of text direction that copying out of an address book adds.
constexpr std::array<std::string_view, 19> wide_separators{
    "\u00a0", "\u2007", "\u2009", "\u200b", "\u200e", "\u200f", "\u2010",
    "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u202a", "\u202c",
    "\u202d", "\u202f", "\u2066", "\u2069", "\u3000"};

std::string without_wide_separators(std::string text) {
    for (const std::string_view separator : wide_separators) {
        for (std::size_t at = text.find(separator); at != std::string::npos;
             at = text.find(separator, at)) {
            text.erase(at, separator.size());
        }
    }
    return text;
}

// Whether `text` is digits of any script, ASCII signs between them, and at most one + before them.
// The library alone would take the digits out of "agent42" as well.
bool looks_like_number(const std::string& text) {
    std::string digits = text;
    library().NormalizeDigitsOnly(&digits);
    std::size_t others = 0;  // characters that are neither blanks nor signs
    bool begun = false;
    for (const char character : text) {
        if (character == '+' && begun) return false;
        const bool continues_character = (static_cast<unsigned char>(character) & 0xc0U) == 0x80U;
        const bool sign = std::string_view{"+ ()[]-./\t"}.find(character) != std::string_view::npos;
        if (!sign && !continues_character) ++others;
        begun = others > 0 || begun || character == '+';
    }
    return others == digits.size();
}

// The E.164 form of a text as the library reads it.
struct Reading {
    std::string e164;
    int country_code = 0;
};

// Whether a number lies within an assigned range. Dear: asked only where it decides.
bool is_assigned(const Reading& reading) {
    LibraryNumber number;
    return library().Parse(reading.e164, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
           library().IsValidNumber(number);
}

// What to do with a number of a known country whose length no plan of that country has. An assigned
// range is never asked for: test numbers are outside of them, and plans change faster than
// libraries. Written with "+", eight to fifteen digits are kept: whoever dialled them knew more
// than we do.
enum class Unlikely { refuse, keep_as_written };

std::optional<Reading> read(const std::string& text, const std::string& region, Unlikely unlikely) {
    LibraryNumber number;
    if (library().Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return std::nullopt;
    }
    Reading reading;
    reading.country_code = number.country_code();
    if (library().IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE) {
        library().Format(number, PhoneNumberUtil::E164, &reading.e164);
    } else if (unlikely == Unlikely::keep_as_written && text.size() > fewest_unchecked_digits) {
        reading.e164 = text;
    }
    if (reading.e164.size() <= fewest_digits || reading.e164.size() > most_digits + 1) {
        return std::nullopt;
    }
    return reading;
}

// Reads "+" and digits. A number is its own reading: the library strips one national prefix a time
// ("+91 0 0 …"), so it is asked until nothing changes.
std::optional<Reading> read_international(std::string text, Unlikely unlikely) {
    for (std::size_t tries = 0; tries <= most_digits; ++tries) {
        auto reading = read(text, "ZZ", unlikely);
        if (!reading || reading->e164 == text) return reading;
        text = std::move(reading->e164);
    }
    return std::nullopt;
}

std::optional<Reading> read_national(const std::string& digits, const Region& region) {
    const auto reading = read(digits, region.code(), Unlikely::refuse);
    return reading ? read_international(reading->e164, Unlikely::refuse) : std::nullopt;
}

// Of a number without "+": national in `region`, or international with the "+" left out or dialled
// as "00". A reading in an assigned range wins; among lengths that are merely possible, the
// international one does if it has the region's own country code, then the national one.
std::optional<Reading> read_either(const std::string& digits, const std::optional<Region>& region) {
    const auto national = region ? read_national(digits, *region) : std::nullopt;
    if (national && is_assigned(*national)) return national;
    const bool dialled = digits.starts_with("00");
    const auto international =
        read_international("+" + digits.substr(dialled ? 2 : 0),
                           dialled ? Unlikely::keep_as_written : Unlikely::refuse);
    if (!national || !international) return national ? national : international;
    if (is_assigned(*international)) return international;
    const bool own_country =
        international->country_code == library().GetCountryCodeForRegion(region->code());
    return own_country ? international : national;
}

std::optional<PhoneNumber> read_number(std::string_view written,
                                       const std::optional<Region>& region) {
    std::string digits = without_wide_separators(without_uri(written));
    if (const auto plus = digits.find(full_width_plus); plus != std::string::npos) {
        digits.replace(plus, full_width_plus.size(), "+");
    }
    cut_extension(digits);
    if (!looks_like_number(digits)) return std::nullopt;
    const bool has_plus = digits.find('+') != std::string::npos;
    library().NormalizeDigitsOnly(&digits);
    const auto reading = has_plus ? read_international("+" + digits, Unlikely::keep_as_written)
                                  : read_either(digits, region);
    if (!reading) return std::nullopt;
    return PhoneNumber::from_e164(reading->e164);
}

// The digits without the country code: what every spelling of a number has in common.
std::string national_digits(const std::string& e164) {
    LibraryNumber number;
    std::string national;
    if (library().Parse(e164, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR)
        library().GetNationalSignificantNumber(number, &national);
    return national.size() < fewest_digits ? e164.substr(1) : national;
}

// The bytes of what may stand between two digits of a number at the beginning of `text`; 0 when it
// begins with something else. "\u00a0" is a separator as JSON may write it.
std::size_t separator_size(std::string_view text) {
    constexpr std::size_t escape_bytes = 6;
    if (std::string_view{" ()[]-./\t"}.find(text.front()) != std::string_view::npos) return 1;
    if (text.starts_with("\\u") && text.size() >= escape_bytes) return escape_bytes;
    for (const std::string_view wide : wide_separators) {
        if (text.starts_with(wide)) return wide.size();
    }
    return 0;
}

// Answers of late, in two generations: when the newer is full, the older is forgotten. What is
// asked for again moves to the newer one.
class RecentAnswers {
  public:
    using Answer = std::optional<PhoneNumber>;

    const Answer* find(const std::string& question) {
        if (const auto found = newer_.find(question); found != newer_.end()) return &found->second;
        const auto found = older_.find(question);
        if (found == older_.end()) return nullptr;
        return &remember(question, Answer{found->second});
    }

    const Answer& remember(const std::string& question, Answer answer) {
        if (newer_.size() >= remembered_answers) {
            older_ = std::move(newer_);
            newer_.clear();
        }
        return newer_.insert_or_assign(question, std::move(answer)).first->second;
    }

  private:
    std::unordered_map<std::string, Answer> newer_;
    std::unordered_map<std::string, Answer> older_;
};

}  // namespace

std::optional<Region> Region::parse(std::string_view code) {
    static const std::set<std::string> known = [] {
        std::set<std::string> regions;
        library().GetSupportedRegions(&regions);
        return regions;
    }();
    if (code.size() != 2 || !known.contains(std::string{code})) return std::nullopt;
    return Region{std::string{code}};
}

std::optional<PhoneNumber> PhoneNumber::parse(std::string_view text,
                                              const std::optional<Region>& region) {
    if (text.empty() || text.size() > longest_input_bytes) return std::nullopt;
    thread_local RecentAnswers recent;
    const std::string question = (region ? region->code() : "ZZ") + std::string{text};
    if (const auto* answer = recent.find(question)) return *answer;
    return recent.remember(question, read_number(text, region));
}

bool mentions(std::string_view text, const PhoneNumber& number) {
    const std::string wanted = national_digits(number.e164());
    std::string digits;  // of the run that is being read
    while (!text.empty()) {
        const std::size_t between = separator_size(text);
        const bool is_digit = text.front() >= '0' && text.front() <= '9';
        if (is_digit) {
            digits += text.front();
        } else if (between == 0) {
            digits.clear();
        }
        if (digits.ends_with(wanted)) return true;
        text.remove_prefix(std::max<std::size_t>(between, 1));
    }
    return false;
}

}  // namespace callfold
