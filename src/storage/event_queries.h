#pragma once

#include <optional>

#include "domain/event.h"
#include "storage/list_page.h"

namespace callfold {

// An event as it is shown.
struct ListedEvent {
    EventId id;
    Uuid public_id;
    Uuid endpoint;         // of the earliest of its arrivals
    ArrivedEvent arrived;  // its execution id is left empty
    int duplicates = 0;
};

// A page of a call's events in the order of their effective times, the oldest first; late ones and
// chatter included. `range.before_id` is the last event that was seen: the page begins after it.
ListPage<ListedEvent> list_events(Connection& connection, TenantId tenant, CallId call,
                                  const PageRange& range);

}  // namespace callfold
