#include "pipeline/commit_batch.h"

#include <algorithm>

#include "domain/erasure.h"
#include "domain/event_codec.h"
#include "domain/transcript_codec.h"
#include "pipeline/fold_call.h"
#include "storage/endpoint_arrivals.h"
#include "storage/events.h"

namespace callfold {
namespace {

// One event of the batch, with where it came from and what became of it.
struct BatchedEvent {
    const IncomingWebhook* webhook;
    std::size_t webhook_index;
    const IncomingEvent* incoming;
    const EncodedEvent* encoded;
    std::size_t call_index = 0;
    InsertedEvent inserted = {};
};

// Facts without personal data, for events of erased calls.
struct StrippedEvent {
    CallEvent event;
    std::string facts;
};

std::vector<BatchedEvent> batched_events(std::span<const IncomingWebhook> batch,
                                         std::vector<CallKey>& keys) {
    std::vector<BatchedEvent> batched;
    for (std::size_t w = 0; w < batch.size(); ++w) {
        const IncomingWebhook& webhook = batch[w];
        for (std::size_t e = 0; e < webhook.events.size(); ++e) {
            batched.push_back({&webhook, w, &webhook.events[e], &webhook.encoded[e]});
            keys.push_back(
                {webhook.tenant, webhook.provider, webhook.events[e].event.execution_id});
        }
    }
    std::vector<CallKey> unsorted = keys;
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (std::size_t i = 0; i < batched.size(); ++i) {
        const auto place = std::lower_bound(keys.begin(), keys.end(), unsorted[i]);
        batched[i].call_index = static_cast<std::size_t>(place - keys.begin());
    }
    return batched;
}

NewEvent new_event(const BatchedEvent& batched, const StoredCall& call,
                   std::vector<std::unique_ptr<StrippedEvent>>& stripped) {
    const IncomingWebhook& webhook = *batched.webhook;
    const CallEvent* event = &batched.incoming->event;
    std::string_view facts = batched.encoded->facts;
    if (call.erased) {
        auto& kept = stripped.emplace_back(std::make_unique<StrippedEvent>());
        kept->event = *event;
        kept->event.facts = without_personal_data(event->facts);
        kept->facts = encode_facts(kept->event.facts);
        event = &kept->event;
        facts = kept->facts;
    }
    return {webhook.tenant,
            call.id,
            event,
            facts,
            webhook.received_at,
            webhook.endpoint,
            call.sealed,
            call.erased,
            webhook.content_type,
            webhook.compressed_body,
            webhook.byte_count};
}

// Gives the sets of all calls of the batch, with its events.
EventSets add_batched(Connection& connection, std::vector<BatchedEvent>& batched,
                      const std::vector<StoredCall>& calls) {
    std::vector<std::unique_ptr<StrippedEvent>> stripped;
    std::vector<NewEvent> events;
    events.reserve(batched.size());
    for (const BatchedEvent& event : batched)
        events.push_back(new_event(event, calls[event.call_index], stripped));
    AddedEvents added = add_events(connection, events);
    for (std::size_t i = 0; i < batched.size(); ++i)
        batched[i].inserted = added.events[i];
    return std::move(added.sets);
}

std::vector<NewTranscript> new_transcripts(const std::vector<BatchedEvent>& batched,
                                           const std::vector<StoredCall>& calls) {
    std::vector<NewTranscript> transcripts;
    for (const BatchedEvent& event : batched) {
        const StoredCall& call = calls[event.call_index];
        const std::string& turns = event.encoded->turns;
        if (turns.empty() || event.inserted.duplicate || call.erased || call.sealed) continue;
        const Digest& digest = event.incoming->event.facts.transcript.value().digest;
        transcripts.push_back({call.key.tenant, call.id, digest, turns});
    }
    return transcripts;
}

std::vector<FoldScope> scopes_of(const std::vector<BatchedEvent>& batched, std::size_t calls,
                                 Instant now) {
    FoldScope empty;
    empty.now = now;
    empty.received_at = Instant::min();
    std::vector<FoldScope> scopes(calls, empty);
    for (const BatchedEvent& event : batched) {
        FoldScope& scope = scopes[event.call_index];
        const Instant received_at = event.webhook->received_at;
        scope.new_duplicates += event.inserted.duplicate ? 1 : 0;
        if (!event.inserted.duplicate) {
            scope.new_arrival_at =
                std::max(scope.new_arrival_at.value_or(received_at), received_at);
        }
        if (received_at >= scope.received_at) {
            scope.received_at = received_at;
            scope.processing_id = event.webhook->processing_id;
        }
    }
    return scopes;
}

// Sealed calls are only touched; they are moved behind the others, which are to be folded.
std::size_t touch_sealed(Connection& connection, std::vector<StoredCall>& calls,
                         std::vector<FoldScope>& scopes, Instant now) {
    std::size_t open = 0;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (calls[i].sealed) {
            touch_call(connection, calls[i].key.tenant, calls[i].id, scopes[i].new_duplicates, now);
            continue;
        }
        std::swap(calls[open], calls[i]);
        std::swap(scopes[open], scopes[i]);
        ++open;
    }
    return open;
}

Committed quarantine(Connection& connection, const IncomingWebhook& webhook) {
    const Uuid id = keep_in_quarantine(
        connection, {webhook.tenant, webhook.provider, webhook.endpoint, webhook.quarantine_reason,
                     webhook.content_type, webhook.compressed_body, webhook.byte_count,
                     webhook.processing_id, webhook.received_at});
    return {id, false, true};
}

EndpointArrivals arrivals_of(std::span<const IncomingWebhook> batch) {
    EndpointArrivals arrivals;
    for (const IncomingWebhook& webhook : batch) {
        const Instant at = webhook.received_at;
        const auto [place, is_new] =
            arrivals.try_emplace(webhook.endpoint, EndpointArrival{webhook.tenant, at, at});
        if (is_new) continue;
        EndpointArrival& arrival = place->second;
        arrival.first_received_at = std::min(arrival.first_received_at, at);
        arrival.last_received_at = std::max(arrival.last_received_at, at);
    }
    return arrivals;
}

}  // namespace

EncodedEvent encode_event(const IncomingEvent& incoming) {
    return {encode_facts(incoming.event.facts),
            incoming.transcript ? encode_turns(*incoming.transcript) : std::string{}};
}

BatchResult commit_batch(Connection& connection, std::span<const IncomingWebhook> batch,
                         const Settings& settings, Instant now) {
    std::vector<CallKey> keys;
    std::vector<BatchedEvent> batched = batched_events(batch, keys);
    std::vector<StoredCall> calls = lock_calls(connection, keys, now);
    const EventSets sets = add_batched(connection, batched, calls);
    keep_transcripts(connection, new_transcripts(batched, calls), now);
    std::vector<FoldScope> scopes = scopes_of(batched, calls.size(), now);
    const std::size_t open = touch_sealed(connection, calls, scopes, now);
    PendingEffects pending;
    fold_calls(connection, std::span{calls}.first(open), sets, settings,
               std::span{scopes}.first(open), pending);

    BatchResult result;
    result.jobs_requested = !pending.jobs.empty();
    result.webhooks.resize(batch.size());
    for (std::size_t w = 0; w < batch.size(); ++w) {
        if (!batch[w].events.empty()) continue;
        result.webhooks[w] = quarantine(connection, batch[w]);
        pending.stream[batch[w].tenant].add(StreamedQuarantine{result.webhooks[w].event_id});
    }
    std::vector<bool> has_new(batch.size(), false);
    for (auto event = batched.rbegin(); event != batched.rend(); ++event) {
        result.webhooks[event->webhook_index].event_id = event->inserted.public_id;
        if (!event->inserted.duplicate) has_new[event->webhook_index] = true;
    }
    for (std::size_t w = 0; w < batch.size(); ++w) {
        result.webhooks[w].duplicate = !batch[w].events.empty() && !has_new[w];
    }
    write_effects(connection, pending, now);
    note_arrivals(connection, arrivals_of(batch));
    return result;
}

}  // namespace callfold
