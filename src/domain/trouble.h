#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/call.h"
#include "domain/effects.h"

namespace callfold {

// What about a call needs a person's look.
enum class TroubleKind {
    unknown_status,   // an event had a status that nobody knows
    no_news,          // no end long after the last event
    unbilled,         // the customer spoke, but nothing says for how long
    analysis_failed,  // the analysis was given up
};

// "unknown-status", "no-news", …
std::string_view to_string(TroubleKind kind);

struct Trouble {
    TroubleKind kind;
    std::string detail;  // for people: what exactly

    bool operator==(const Trouble&) const = default;
};

// After its last event a call without an end is expected to say something within this time.
inline constexpr std::chrono::hours silence_allowed{2};

// Whether the call has no end although its last event is longer ago than `silence_allowed`. Depends
// on when it is looked at, so it is stored nowhere.
bool has_no_news(const Call& call, Instant now);

// What is wrong with a call at `now`; empty when all is well. Pure.
std::vector<Trouble> troubles_of(const Call& call, AnalysisStatus analysis_status, Instant now);

}  // namespace callfold
