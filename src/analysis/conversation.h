#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/words.h"
#include "domain/transcript.h"

namespace callfold {

// A turn with its words taken apart; points into the transcript.
struct SpokenTurn {
    Speaker speaker = Speaker::other;
    Words words;
};

using Conversation = std::vector<SpokenTurn>;

// Takes every turn apart. `transcript` must outlive what this gives.
Conversation take_apart(const Transcript& transcript);

// The next turn after `turn`, if the customer speaks it; tools and the system between them are
// passed over.
std::optional<std::size_t> reply_to(const Conversation& conversation, std::size_t turn);

// Whether a turn begins by agreeing ("yes", "sure", "that works"), also in romanised Hindi, and
// takes nothing back in the same sentence.
bool agrees(const Words& words);

}  // namespace callfold
