#pragma once

#include <optional>
#include <string_view>

#include "domain/call.h"

namespace callfold {

// What subscriptions are told. Stored as words, and words of the API; do not rename.
enum class OutgoingEvent {
    call_completed,
    call_failed,
    call_analyzed,
    lead_updated,
    lead_hot,
    credits_low,
    notification,
    test,  // sent to one subscription because a person asked for it; nobody can subscribe to it
};

// "call.completed", "lead.hot", …
std::string_view to_string(OutgoingEvent event);
std::optional<OutgoingEvent> parse_outgoing_event(std::string_view word);

// What an end of the call means to subscriptions, where it had not come to it before: completed, or
// ended without a conversation. `before` and `attempt_before` are what was stored.
std::optional<OutgoingEvent> ending_event(const std::optional<LifecycleStatus>& before,
                                          int attempt_before, const Call& call);

}  // namespace callfold
