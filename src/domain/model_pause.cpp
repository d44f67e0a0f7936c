#include "domain/model_pause.h"

#include <algorithm>
#include <cstdlib>

namespace callfold {

std::string_view to_string(PauseCause cause) {
    switch (cause) {
        case PauseCause::outage:
            return "outage";
        case PauseCause::rejection:
            return "rejection";
    }
    std::abort();
}

bool bring_trial_forward(ModelPause& pause, Instant now) {
    if (!pause.next_trial_at) return false;
    Instant due = now;
    if (pause.last_trial_at) due = std::max(due, *pause.last_trial_at + least_time_between_trials);
    if (due >= *pause.next_trial_at) return false;
    pause.next_trial_at = due;
    return true;
}

}  // namespace callfold
