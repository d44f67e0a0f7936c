#pragma once

#include <span>
#include <string>
#include <vector>

#include "providers/provider.h"
#include "storage/connection.h"
#include "storage/settings.h"

namespace callfold {

// What is stored of an event as text, made before the transaction.
struct EncodedEvent {
    std::string facts;  // encode_facts
    std::string turns;  // encode_turns; empty without a transcript
};

EncodedEvent encode_event(const IncomingEvent& incoming);

// A webhook that was understood, on its way to the database. Owns everything.
struct IncomingWebhook {
    TenantId tenant;
    EndpointId endpoint;
    std::string provider;
    std::vector<IncomingEvent> events;  // empty: to quarantine, because of `quarantine_reason`
    std::vector<EncodedEvent> encoded;  // encode_event of each
    std::string quarantine_reason;
    std::string content_type;
    std::string compressed_body;
    std::size_t byte_count = 0;
    Instant received_at;
    std::string processing_id;
};

// What became of a webhook once it is on disk.
struct Committed {
    Uuid event_id;           // of its first event, or of the quarantined copy
    bool duplicate = false;  // everything in it was there already
    bool quarantined = false;
};

struct BatchResult {
    std::vector<Committed> webhooks;  // in the order of the batch
    bool jobs_requested = false;      // there is work for the analysis
};

// Writes a batch of webhooks in the running transaction, in the order of the design (section 4):
// lock the calls, add the events, read their sets, fold, and write what the fold changes; counters
// and balances last. Throws DataError when the batch holds something that the database refuses;
// then nothing of it may be committed.
BatchResult commit_batch(Connection& connection, std::span<const IncomingWebhook> batch,
                         const Settings& settings, Instant now);

}  // namespace callfold
