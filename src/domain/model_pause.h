#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace callfold {

// What paused the model. Words of the API; do not rename.
enum class PauseCause {
    outage,     // no answers: mends itself
    rejection,  // answers that only people can mend: key, model name, money
};

std::string_view to_string(PauseCause cause);

// Why nothing is sent to the model, for any tenant, and when it is tried again.
struct ModelPause {
    PauseCause cause = PauseCause::outage;
    std::string because = {};  // for people
    Instant since = {};
    std::optional<Instant> last_trial_at = {};  // when the last trial began
    std::optional<Instant> next_trial_at = {};  // absent: a trial is under way

    bool operator==(const ModelPause&) const = default;
};

// Trials that people ask for begin at least so far apart, however often they ask.
inline constexpr seconds least_time_between_trials{5};

// Somebody asks for a trial: the next one is due at `now`, or as soon as the last one lies
// `least_time_between_trials` back. Whether that is sooner than before; never while one is under
// way. Pure.
bool bring_trial_forward(ModelPause& pause, Instant now);

}  // namespace callfold
