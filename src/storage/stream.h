#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/analysis.h"
#include "domain/call.h"
#include "domain/effects.h"
#include "domain/notification.h"
#include "storage/connection.h"

namespace callfold {

// What listeners of the live stream are told about: ids and states, nothing personal.
struct StreamedCall {
    Uuid id;
    std::optional<LifecycleStatus> status;
    std::optional<Outcome> outcome;
    AnalysisStatus analysis = AnalysisStatus::none;

    bool operator==(const StreamedCall&) const = default;
};

struct StreamedAnalysis {
    AnalysisType type = AnalysisType::individual;
    std::optional<Uuid> call;
    bool done = true;  // false: given up

    bool operator==(const StreamedAnalysis&) const = default;
};

struct StreamedNotification {
    Uuid id;
    NotificationKind kind = NotificationKind::credits_low;

    bool operator==(const StreamedNotification&) const = default;
};

// A webhook in quarantine.
struct StreamedQuarantine {
    Uuid id;
    bool waits = true;  // false: it has become an event, or was discarded

    bool operator==(const StreamedQuarantine&) const = default;
};

// Changes of one kind, of which so many are listed that a client can patch what it shows; where
// there are more, it reads anew.
template <class Change>
struct StreamedList {
    static constexpr std::size_t most = 20;

    std::vector<Change> listed;
    bool more = false;

    bool operator==(const StreamedList&) const = default;
};

// What a transaction, or several that follow each other, changed for one tenant.
struct StreamChanges {
    StreamedList<StreamedCall> calls;
    StreamedList<StreamedAnalysis> analyses;
    StreamedList<StreamedNotification> notifications;
    StreamedList<StreamedQuarantine> quarantined;

    // A call that is listed already takes the place of what was said of it before.
    void add(const StreamedCall& call);
    void add(const StreamedAnalysis& analysis);
    void add(const StreamedNotification& notification);
    void add(const StreamedQuarantine& quarantine);
    // Adds what came later.
    void add(const StreamChanges& later);

    bool operator==(const StreamChanges&) const = default;
};

// One row of the stream as its listeners get it.
struct StreamEvent {
    std::int64_t number = 0;
    StreamChanges changes;
};

// The numbers of the tenant's events that are kept.
struct StreamBounds {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

// Writes an event for each tenant, in the transaction of the changes and as its last statement.
void append_to_stream(Connection& connection, const std::map<TenantId, StreamChanges>& changes,
                      Instant now);

// What listeners know a call by; it exists.
Uuid public_id_of_call(Connection& connection, TenantId tenant, CallId call);

// Nothing when nothing ever changed.
std::optional<StreamBounds> stream_bounds(Connection& connection, TenantId tenant);

// The oldest events after `number`, at most `most`.
std::vector<StreamEvent> stream_events_after(Connection& connection, TenantId tenant,
                                             std::int64_t number, int most);

// Removes events that are older than `before`, at most `most`; gives how many those were.
std::int64_t forget_stream_events(Connection& connection, Instant before, int most);

}  // namespace callfold
