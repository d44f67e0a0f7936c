#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/fold.h"

namespace callfold {

// A field of a call before and after; values as the API writes them.
struct CallChange {
    std::string field;
    std::optional<std::string> before;
    std::optional<std::string> after;

    bool operator==(const CallChange&) const = default;
};

// The fields in which two folds differ.
std::vector<CallChange> changes_between(const Call& before, const Call& after);

// What each event changed when it arrived: the fold of all up to it against the fold of those
// before it. `events` in the order of their arrival; the answer has the same order. A late event,
// and chatter, change nothing. Folds each prefix, so for sets of some hundreds at most.
std::vector<std::vector<CallChange>> changes_by_arrival(std::span<const ArrivedEvent> events,
                                                        const FoldRules& rules);

}  // namespace callfold
