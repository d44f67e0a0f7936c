#include "domain/transcript.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "domain/words.h"

namespace callfold {
namespace {

struct SpeakerWord {
    std::string_view word;
    Speaker speaker;
};

// What opens a turn in the transcripts of platforms (Bolna: assistant, user; Vapi: AI, User;
// Retell: Agent, User).
constexpr std::array speaker_words{
    SpeakerWord{"assistant", Speaker::agent}, SpeakerWord{"agent", Speaker::agent},
    SpeakerWord{"ai", Speaker::agent},        SpeakerWord{"bot", Speaker::agent},
    SpeakerWord{"user", Speaker::customer},   SpeakerWord{"customer", Speaker::customer},
    SpeakerWord{"human", Speaker::customer},
};

// Blanks beyond ASCII that recognisers leave at the ends of a turn: no-break space, zero-width
// space, ideographic space, byte order mark.
constexpr std::array<std::string_view, 4> wide_blanks{"\u00a0", "\u200b", "\u3000", "\ufeff"};
constexpr std::string_view ascii_blanks = " \t\n\v\f\r";

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
}

// The speaker whose turn `line` opens, and the length of "word:".
struct Opening {
    Speaker speaker;
    std::size_t length;
};

std::optional<Opening> opening_of(std::string_view line) {
    for (const auto& [word, speaker] : speaker_words) {
        if (line.size() <= word.size() || line[word.size()] != ':') continue;
        const auto same = [](char expected, char written) { return expected == lower(written); };
        if (std::equal(word.begin(), word.end(), line.begin(), same)) {
            return Opening{speaker, word.size() + 1};
        }
    }
    return std::nullopt;
}

std::string_view trim(std::string_view text) {
    const auto take = [&text](std::string_view blank) {
        if (text.starts_with(blank)) {
            text.remove_prefix(blank.size());
        } else if (text.ends_with(blank)) {
            text.remove_suffix(blank.size());
        } else {
            return false;
        }
        return true;
    };
    do {
        text.remove_prefix(std::min(text.find_first_not_of(ascii_blanks), text.size()));
        text = text.substr(0, text.find_last_not_of(ascii_blanks) + 1);
    } while (std::any_of(wide_blanks.begin(), wide_blanks.end(), take));
    return text;
}

// Line ends become "\n", and a NUL, which no database keeps in a text, becomes a blank.
std::string clean(std::string_view text) {
    std::string cleaned;
    cleaned.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool before_line_feed = i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\r') {
            if (!before_line_feed) cleaned += '\n';
        } else {
            cleaned += text[i] == '\0' ? ' ' : text[i];
        }
    }
    return cleaned;
}

bool has_words(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char character) {
        const char letter = lower(character);
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               static_cast<unsigned char>(letter) >= 0x80;
    });
}

}  // namespace

std::string_view to_string(Speaker speaker) {
    switch (speaker) {
        case Speaker::agent:
            return "agent";
        case Speaker::customer:
            return "customer";
        case Speaker::tool:
            return "tool";
        case Speaker::system:
            return "system";
        case Speaker::other:
            return "other";
    }
    std::abort();
}

std::optional<Speaker> parse_speaker(std::string_view word) {
    return parse_word(word, Speaker::other);
}

Digest Transcript::digest() const {
    // Each text is preceded by its length, so that no text can look like the turns after it.
    std::string content;
    for (const Turn& turn : turns) {
        content += to_string(turn.speaker);
        content += ' ';
        content += turn.start ? std::to_string(turn.start->count()) : "-";
        content += ' ';
        content += std::to_string(turn.text.size());
        content += '\n';
        content += turn.text;
    }
    return Digest::of(content);
}

bool Transcript::customer_spoke() const {
    return std::any_of(turns.begin(), turns.end(), [](const Turn& turn) {
        return turn.speaker == Speaker::customer && has_words(turn.text);
    });
}

std::string Transcript::text() const {
    std::string text;
    for (const Turn& turn : turns) {
        text += to_string(turn.speaker);
        text += ": ";
        text += turn.text;
        text += '\n';
    }
    return text;
}

std::string Transcript::words() const {
    std::string words;
    for (const Turn& turn : turns) {
        words += turn.text;
        words += '\n';
    }
    return words;
}

std::optional<Transcript> parse_transcript(std::string_view text) {
    const std::string cleaned = clean(text);
    const std::string_view whole = cleaned;
    Transcript transcript;
    Speaker speaker = Speaker::other;
    std::size_t turn_begin = 0;
    const auto close_turn = [&](std::size_t turn_end) {
        const std::string_view words = trim(whole.substr(turn_begin, turn_end - turn_begin));
        if (!words.empty()) transcript.turns.push_back({speaker, std::string{words}, std::nullopt});
    };
    for (std::size_t line_begin = 0; line_begin < whole.size();) {
        const std::size_t line_end = std::min(whole.find('\n', line_begin), whole.size());
        if (const auto opening = opening_of(whole.substr(line_begin, line_end - line_begin))) {
            close_turn(line_begin);
            speaker = opening->speaker;
            turn_begin = line_begin + opening->length;
        }
        line_begin = line_end + 1;
    }
    close_turn(whole.size());
    if (transcript.turns.empty()) return std::nullopt;
    return transcript;
}

}  // namespace callfold
