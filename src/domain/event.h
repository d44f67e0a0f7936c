#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ids.h"

namespace callfold {

// What an event says happened. Stored as words; do not rename.
enum class EventKind {
    queued,  // queued, scheduled, prepared, rescheduled
    initiated,
    ringing,
    in_progress,
    call_disconnected,
    no_answer,
    busy,
    failed,  // failed, stopped, error, balance-low
    canceled,
    completed,
    unknown,  // a status that nobody knows: moves nothing, is listed as trouble
    chatter,  // kept outside of the set that is folded: live transcripts and the like
};

std::string_view to_string(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view word);

// How far along the lifecycle a kind stands within its attempt: queued 0 … completed 6, unknown and
// chatter −1.
int rank(EventKind kind);
// Rank of the first kind that ends a call.
inline constexpr int terminal_rank = 4;

enum class Direction { inbound, outbound, web };

std::string_view to_string(Direction direction);
std::optional<Direction> parse_direction(std::string_view word);

// Who hung up, as far as the provider's word alone tells. `caller` and `callee` become agent or
// user once the direction of the call is known (domain/call).
enum class HangupParty { caller, callee, agent, user, system };

std::string_view to_string(HangupParty party);
std::optional<HangupParty> parse_hangup_party(std::string_view word);

// The three hangup fields and the party; always taken together from one event.
struct Hangup {
    std::optional<std::string> by;  // the provider's own word
    std::optional<HangupParty> party;
    std::optional<std::string> reason;
    std::optional<std::string> provider_code;

    bool operator==(const Hangup&) const = default;
};

// What the provider charged its customer: shown, never billed by us.
struct ProviderCost {
    std::int64_t amount_micro = 0;  // millionths of one unit of `currency`
    std::string currency;           // "USD", "INR", or the provider's own word for an unnamed unit

    bool operator==(const ProviderCost&) const = default;
};

// A transcript as far as the fold needs it; the words are stored beside, under the digest.
struct TranscriptFact {
    Digest digest;
    bool customer_spoke = false;

    bool operator==(const TranscriptFact&) const = default;
};

// What an event says about its call, as the provider sent it. A field without a value is null:
// blank text, an empty list and a zero duration are no values.
struct EventFacts {
    std::optional<std::string> agent_id;  // the provider's id of the agent
    std::optional<std::string> batch_id;
    std::optional<std::string> customer_number;  // as sent: the human, in both directions
    std::optional<std::string> agent_number;     // as sent: ours
    std::optional<Direction> direction;
    std::optional<std::string> customer_name;  // from the campaign's own data, not from the words
    std::optional<milliseconds> conversation_duration;
    std::optional<milliseconds> telephony_duration;
    std::optional<milliseconds> transcriber_duration;
    std::optional<bool> voicemail;  // false is a value
    std::optional<std::string> recording_url;
    std::optional<std::string> error_message;
    std::optional<Hangup> hangup;
    std::optional<ProviderCost> cost;
    std::optional<std::string> summary;         // the provider's own
    std::optional<std::string> extracted_data;  // the provider's own, as JSON text
    std::optional<TranscriptFact> transcript;

    bool operator==(const EventFacts&) const = default;
};

// One webhook as understood by the provider's adapter. Knows nothing of tenant, endpoint or
// arrival.
struct CallEvent {
    std::string execution_id;
    EventKind kind = EventKind::unknown;
    std::string provider_status;         // the provider's own word, at most 100 bytes
    std::optional<Instant> occurred_at;  // the provider's own time
    std::optional<int> retry_count;      // 0–100, where the provider says so
    bool weak = false;                   // see design, section 4: may raise the status only
    EventFacts facts;
    Digest digest;                      // over the facts as sent; written once, never recomputed
    std::vector<std::string> warnings;  // fields that were dropped, and why; no part of the digest

    bool operator==(const CallEvent&) const = default;
};

// Fills `event.digest` from execution id, kind, provider status, time, retry count, weak mark and
// facts.
void seal_digest(CallEvent& event);

// An event as it lies in the set of its call: what arrived, and what is known about its arrival.
struct ArrivedEvent {
    CallEvent event;
    Instant received_at;  // of the earliest of its duplicates
    bool late = false;    // arrived after its call was sealed: shown, not folded

    // The provider's own time, else the arrival.
    Instant effective_time() const { return event.occurred_at.value_or(received_at); }
};

}  // namespace callfold
