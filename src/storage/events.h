#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/event.h"
#include "domain/transcript.h"
#include "storage/connection.h"

namespace callfold {

// An event on its way into the set of its call. The pointers and views live until the call returns.
struct NewEvent {
    TenantId tenant;
    CallId call;
    const CallEvent* event = nullptr;
    std::string_view facts;  // encode_facts(event->facts)
    Instant received_at;
    EndpointId endpoint;
    bool late = false;
    bool erased = false;
    // The body as it came, compressed with zstd; kept with the event that it brought first.
    std::string_view content_type;
    std::string_view compressed_body;
    std::size_t byte_count = 0;
};

struct InsertedEvent {
    EventId id;
    Uuid public_id;
    bool duplicate =
        false;  // the set had it already: counted, and its arrival is the earlier of both
};

// Where a call stands.
struct CallOfTenant {
    TenantId tenant;
    CallId call;
};

// The whole set of each call, in no certain order. The execution ids are left empty.
using EventSets = std::unordered_map<CallId, std::vector<ArrivedEvent>>;
EventSets events_of(Connection& connection, std::span<const CallOfTenant> calls);

struct AddedEvents {
    std::vector<InsertedEvent> events;  // in the order given
    EventSets sets;                     // of their calls, as they are now
};

// Adds the events to their calls' sets. Those that are equal (call, kind and digest) count as
// duplicates of the first one, within `events` too. The calls must be locked.
AddedEvents add_events(Connection& connection, std::span<const NewEvent> events);

// The words of a call that came with an event.
struct NewTranscript {
    TenantId tenant;
    CallId call;
    Digest digest;           // of the transcript
    std::string_view turns;  // encode_turns(transcript)
};

// Words that come later than this after their call was first heard of are marked, so that a search
// among older calls need not walk along the words of all younger ones.
inline constexpr std::chrono::minutes words_late_after{30};

// Keeps the words of calls under their digests; those that are there already stay.
void keep_transcripts(Connection& connection, std::span<const NewTranscript> transcripts,
                      Instant now);

// The words of a call under `digest`; nothing when they were never kept, or are forgotten.
std::optional<Transcript> transcript_of(Connection& connection, TenantId tenant, CallId call,
                                        const Digest& digest);

// A body that was accepted but has no id to hang on, or that the database refused.
struct QuarantinedBody {
    TenantId tenant;
    std::string_view provider;
    EndpointId endpoint;
    std::string_view reason;  // for people
    std::string_view content_type;
    std::string_view compressed_body;
    std::size_t byte_count = 0;
    std::string_view processing_id;
    Instant received_at;
};

// Gives the public id of the quarantined copy.
Uuid keep_in_quarantine(Connection& connection, const QuarantinedBody& body);

}  // namespace callfold
