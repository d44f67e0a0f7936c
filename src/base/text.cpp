#include "base/text.h"

#include <algorithm>
#include <array>

namespace callfold {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";
constexpr std::string_view ascii_blanks = " \t\n\v\f\r";
constexpr std::array<std::string_view, 4> wide_blanks{"\u00a0", "\u200b", "\u3000", "\ufeff"};

bool take_wide_blank(std::string_view& text) {
    for (const auto blank : wide_blanks) {
        if (text.starts_with(blank)) {
            text.remove_prefix(blank.size());
            return true;
        }
        if (text.ends_with(blank)) {
            text.remove_suffix(blank.size());
            return true;
        }
    }
    return false;
}

// A form of UTF-8: leading bytes from `lead_least` to `lead_most`, then `following` bytes of which
// the first lies between `next_least` and `next_most`, the others between 0x80 and 0xBF.
struct Utf8Form {
    unsigned char lead_least, lead_most;
    std::size_t following;
    unsigned char next_least, next_most;
};

// The table of RFC 3629, section 4.
constexpr std::array<Utf8Form, 9> utf8_forms{{{0x00, 0x7F, 0, 0x80, 0xBF},
                                              {0xC2, 0xDF, 1, 0x80, 0xBF},
                                              {0xE0, 0xE0, 2, 0xA0, 0xBF},
                                              {0xE1, 0xEC, 2, 0x80, 0xBF},
                                              {0xED, 0xED, 2, 0x80, 0x9F},
                                              {0xEE, 0xEF, 2, 0x80, 0xBF},
                                              {0xF0, 0xF0, 3, 0x90, 0xBF},
                                              {0xF1, 0xF3, 3, 0x80, 0xBF},
                                              {0xF4, 0xF4, 3, 0x80, 0x8F}}};

// How many bytes the well-formed character at the start of `text` has; 0 when there is none.
std::size_t utf8_character_size(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto* form = std::find_if(utf8_forms.begin(), utf8_forms.end(), [&](const Utf8Form& f) {
        return byte(0) >= f.lead_least && byte(0) <= f.lead_most;
    });
    if (form == utf8_forms.end() || text.size() <= form->following) return 0;
    for (std::size_t i = 1; i <= form->following; ++i) {
        const unsigned char least = i == 1 ? form->next_least : 0x80;
        const unsigned char most = i == 1 ? form->next_most : 0xBF;
        if (byte(i) < least || byte(i) > most) return 0;
    }
    return form->following + 1;
}

}  // namespace

std::string_view trim(std::string_view text) {
    do {
        text.remove_prefix(std::min(text.find_first_not_of(ascii_blanks), text.size()));
        text = text.substr(0, text.find_last_not_of(ascii_blanks) + 1);
    } while (take_wide_blank(text));
    return text;
}

std::string clean_text(std::string_view text) {
    std::string cleaned{text};
    std::replace(cleaned.begin(), cleaned.end(), '\0', ' ');
    return std::string{trim(cleaned)};
}

std::string_view cut_text(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0U) == 0x80U)
        --max_bytes;
    return text.substr(0, max_bytes);
}

std::size_t character_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

std::string storable_text(std::string_view text) {
    std::string storable;
    storable.reserve(text.size());
    while (!text.empty()) {
        const std::size_t size = utf8_character_size(text);
        if (size == 0) {
            storable += replacement_character;
        } else if (text.front() != '\0') {
            storable += text.substr(0, size);
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return storable;
}

std::string one_line(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    bool blank_due = false;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte <= 0x20 || byte == 0x7F) {
            blank_due = !result.empty();
            continue;
        }
        if (blank_due) result += ' ';
        blank_due = false;
        result += each;
    }
    return result;
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

}  // namespace callfold
