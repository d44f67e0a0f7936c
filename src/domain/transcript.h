#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"

namespace callfold {

enum class Speaker { agent, customer, tool, system, other };

std::string_view to_string(Speaker speaker);
std::optional<Speaker> parse_speaker(std::string_view word);

// One uninterrupted stretch of one speaker. `text` is UTF-8 without blanks at its ends, never
// empty.
struct Turn {
    Speaker speaker;
    std::string text;
    std::optional<milliseconds> start;  // since the start of the call, where the provider tells

    bool operator==(const Turn&) const = default;
};

// What was said in a call, in order. Never empty: a call without words has no transcript.
struct Transcript {
    std::vector<Turn> turns;

    // Names the content: speakers, texts and starts. Equal transcripts have equal digests.
    Digest digest() const;
    // Whether the customer said a word: a turn of punctuation alone is none.
    bool customer_spoke() const;
    // The words as "agent: …\ncustomer: …\n", as the model and the full-text index read them.
    std::string text() const;
    // The words alone, without the speakers: what claims are checked against.
    std::string words() const;

    bool operator==(const Transcript&) const = default;
};

// Reads "assistant: …\nuser:  …\n". A turn starts only at a line that begins with assistant, agent,
// ai, bot, user, customer or human (any case) and a colon; every other line continues the turn
// before it. A text that opens without such a word is `other`. Lines end with LF, CR LF or CR; a
// NUL is read as a blank. Gives nothing when there are no words. Takes linear time.
std::optional<Transcript> parse_transcript(std::string_view text);

}  // namespace callfold
