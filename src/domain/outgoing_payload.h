#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "domain/analysis.h"
#include "domain/call.h"
#include "domain/contact.h"
#include "domain/notification.h"
#include "domain/outgoing_event.h"

namespace callfold {

// What goes out is JSON text: {"type", "timestamp", "data"}; `webhooks` in api/openapi.yaml has the
// form of each. Links are paths of the dashboard until `with_absolute_link`. Pure.

// What a message about a call says besides the call itself.
struct OutgoingCall {
    Uuid public_id;
    std::string_view execution_id;
    std::string_view provider;
    std::optional<Uuid> agent;
    std::optional<std::string> agent_name;
    Credits charged;
};

std::string call_payload(OutgoingEvent event, const OutgoingCall& about, const Call& call,
                         Instant now);

struct OutgoingAnalysis {
    Uuid call;
    std::string_view execution_id;
    std::optional<PhoneNumber> number;
    std::string_view analyzer;
};

std::string analysis_payload(const OutgoingAnalysis& about, const Assessment& assessment,
                             Instant now);

struct OutgoingLead {
    PhoneNumber number;
    std::optional<std::string> name;
    std::optional<std::string> email;
    std::optional<std::string> company;
    std::optional<LeadTag> previous_tag;  // nothing: a new lead
    std::size_t calls_analyzed = 0;
    Uuid latest_call;
};

std::string lead_payload(OutgoingEvent event, const OutgoingLead& lead,
                         const Assessment& assessment, Instant now);

std::string credits_payload(Credits balance, Credits threshold, Instant now);

struct OutgoingNotification {
    NotificationKind kind;
    std::string_view text;
    std::optional<Uuid> call;
    std::optional<PhoneNumber> number;
};

std::string notification_payload(const OutgoingNotification& notification, Instant now);

std::string test_payload(Instant now);

// The payload with its link under `public_url`, which has no slash at its end.
std::string with_absolute_link(std::string_view payload, std::string_view public_url);

}  // namespace callfold
