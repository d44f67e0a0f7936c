#include "domain/outgoing_event.h"

#include <cstdlib>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(OutgoingEvent event) {
    switch (event) {
        case OutgoingEvent::call_completed:
            return "call.completed";
        case OutgoingEvent::call_failed:
            return "call.failed";
        case OutgoingEvent::call_analyzed:
            return "call.analyzed";
        case OutgoingEvent::lead_updated:
            return "lead.updated";
        case OutgoingEvent::lead_hot:
            return "lead.hot";
        case OutgoingEvent::credits_low:
            return "credits.low";
        case OutgoingEvent::notification:
            return "notification";
        case OutgoingEvent::test:
            return "test";
    }
    std::abort();
}

std::optional<OutgoingEvent> parse_outgoing_event(std::string_view word) {
    return parse_word(word, OutgoingEvent::test);
}

std::optional<OutgoingEvent> ending_event(const std::optional<LifecycleStatus>& before,
                                          int attempt_before, const Call& call) {
    if (!call.status || (before == call.status && attempt_before == call.attempt)) {
        return std::nullopt;
    }
    switch (*call.status) {
        case LifecycleStatus::queued:
        case LifecycleStatus::initiated:
        case LifecycleStatus::ringing:
        case LifecycleStatus::in_progress:
        case LifecycleStatus::call_disconnected:
            return std::nullopt;
        case LifecycleStatus::no_answer:
        case LifecycleStatus::busy:
        case LifecycleStatus::failed:
        case LifecycleStatus::canceled:
            return OutgoingEvent::call_failed;
        case LifecycleStatus::completed:
            return OutgoingEvent::call_completed;
    }
    std::abort();
}

}  // namespace callfold
