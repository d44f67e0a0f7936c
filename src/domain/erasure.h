#pragma once

#include <string_view>

#include "domain/event.h"

namespace callfold {

// What stands in place of a customer's number that was erased: no number, but the mark that there
// was one, since whether a call was dialled decides what it costs.
inline constexpr std::string_view erased_number = "erased";

// What an erase leaves of an event's facts: all that status, attempts, price, counters and the
// analysis key read (durations, voicemail mark, agent, direction, the bit "the customer spoke", the
// transcript's digest), and nothing that tells who it was or what was said.
EventFacts without_personal_data(const EventFacts& facts);

// What retention leaves of an event's facts: all but the provider's own words about the
// conversation (summary, extracted data).
EventFacts without_texts(EventFacts facts);

}  // namespace callfold
