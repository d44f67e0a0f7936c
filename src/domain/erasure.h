#pragma once

#include "domain/event.h"

namespace callfold {

// What an erase leaves of an event's facts: all that status, attempts, price, counters and the
// analysis key read (durations, voicemail mark, agent, direction, the bit "the customer spoke", the
// transcript's digest), and nothing that tells who it was or what was said.
EventFacts without_personal_data(const EventFacts& facts);

// What retention leaves of an event's facts: all but the provider's own words about the
// conversation (summary, extracted data).
EventFacts without_texts(EventFacts facts);

}  // namespace callfold
