#pragma once

#include <span>
#include <string>
#include <vector>

#include "domain/event.h"

namespace callfold {

// An event with its place in its call.
struct PlacedEvent {
    const CallEvent* event;  // lives as long as the folded set
    Instant time;            // effective
    int attempt;
    int rank;  // −1 for a status that nobody knows

    bool is_known() const { return rank >= 0; }
};

// The events that count for a call, and what all folded ones say, the ones included whose attempt
// never opened.
struct PlacedEvents {
    // Strongest first: by attempt, rank, effective time, digest, all falling. The events of an
    // attempt stand together, and within it those that end it come first.
    std::vector<PlacedEvent> counting;
    std::optional<Instant> first_time;
    std::optional<Instant> last_time;
    std::vector<std::string> unknown_statuses;  // sorted, once each
};

// Gives each event its effective time and attempt, leaves out what is late, chatter or of an
// attempt that no event of known status opened, and sorts the rest. See design, section 4.
PlacedEvents place_events(std::span<const ArrivedEvent> events);

// One dialling of a call: a stretch of the placed events.
struct Attempt {
    std::span<const PlacedEvent> events;    // strongest first; the strongest is of known status
    std::span<const PlacedEvent> terminal;  // those that end it: the first ones
    bool voicemail = false;                 // its mark, where it has one
    bool customer_spoke = false;

    int number() const { return events.front().attempt; }
};

// The attempts of events in the order of `PlacedEvents::counting`, latest first.
std::vector<Attempt> attempts_of(std::span<const PlacedEvent> counting);

}  // namespace callfold
