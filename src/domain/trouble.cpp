#include "domain/trouble.h"

#include <cstdlib>

#include <fmt/format.h>

namespace callfold {

std::string_view to_string(TroubleKind kind) {
    switch (kind) {
        case TroubleKind::unknown_status:
            return "unknown-status";
        case TroubleKind::no_news:
            return "no-news";
        case TroubleKind::unbilled:
            return "unbilled";
        case TroubleKind::analysis_failed:
            return "analysis-failed";
    }
    std::abort();
}

bool has_no_news(const Call& call, Instant now) {
    return !call.ended_at && call.last_event_at && now - *call.last_event_at > silence_allowed;
}

std::vector<Trouble> troubles_of(const Call& call, AnalysisStatus analysis_status, Instant now) {
    std::vector<Trouble> troubles;
    for (const std::string& word : call.unknown_statuses) {
        troubles.push_back(
            {TroubleKind::unknown_status,
             fmt::format("The provider sent the status \"{}\", which nobody knows.", word)});
    }
    if (has_no_news(call, now)) {
        troubles.push_back({TroubleKind::no_news,
                            "The call has no end, and its last event is more than two hours old."});
    }
    if (call.unbilled) {
        troubles.push_back({TroubleKind::unbilled,
                            "The customer spoke, but nothing says for how long: nothing is "
                            "charged."});
    }
    if (analysis_status == AnalysisStatus::failed) {
        troubles.push_back({TroubleKind::analysis_failed,
                            "The analysis was given up. Ask for it again when its cause is gone."});
    }
    return troubles;
}

}  // namespace callfold
