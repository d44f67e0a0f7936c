#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "domain/event.h"
#include "domain/money.h"
#include "domain/phone.h"

namespace callfold {

// The column `call_lifecycle_status`. Stored as words ("in-progress"); do not rename.
enum class LifecycleStatus {
    queued,
    initiated,
    ringing,
    in_progress,
    call_disconnected,
    no_answer,
    busy,
    failed,
    canceled,
    completed,
};

std::string_view to_string(LifecycleStatus status);
std::optional<LifecycleStatus> parse_lifecycle_status(std::string_view word);
// The status that an event of `kind` gives; none for unknown and chatter.
std::optional<LifecycleStatus> status_of(EventKind kind);

enum class Outcome { answered, voicemail, no_answer, busy, failed, canceled };

std::string_view to_string(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view word);

// The column `hangup_by`.
enum class HangupBy { agent, user, system };

std::string_view to_string(HangupBy by);
std::optional<HangupBy> parse_hangup_by(std::string_view word);

// Who hung up, once the direction is known: an outbound call's caller is the agent, an inbound
// call's caller the user. Null where an unknown direction is needed.
std::optional<HangupBy> hangup_by(HangupParty party, std::optional<Direction> direction);

// When the latest attempt reached each stage; null where no event says so.
struct StageTimes {
    std::optional<Instant> queued;
    std::optional<Instant> initiated;
    std::optional<Instant> ringing;
    std::optional<Instant> in_progress;
    std::optional<Instant> call_disconnected;
    std::optional<Instant> completed;

    bool operator==(const StageTimes&) const = default;
};

// What the events of one (tenant, provider, execution id) fold to: a pure function of their set, of
// the region that reads national numbers, and of the tariffs.
struct Call {
    std::optional<LifecycleStatus> status;  // null: only events of unknown status
    std::optional<Outcome> outcome;
    int attempt = 0;  // the latest one
    StageTimes stages;
    std::optional<Instant> ended_at;           // the latest attempt's earliest event of rank >= 4
    std::optional<Instant> first_occurred_at;  // over all attempts: picks the tariff
    std::optional<Instant> last_event_at;      // latest effective time: tells "no news"

    std::optional<std::string> provider_agent_id;
    std::optional<std::string> batch_id;
    std::optional<PhoneNumber> customer_number;  // null: a web call, or nothing that is a number
    std::optional<PhoneNumber> agent_number;
    std::optional<Direction> direction;
    std::optional<std::string> customer_name;

    std::optional<milliseconds> conversation_duration;
    std::optional<milliseconds> telephony_duration;
    bool voicemail = false;
    bool customer_spoke = false;  // in the latest attempt
    std::optional<std::string> recording_url;
    std::optional<std::string> error_message;
    Hangup hangup;
    std::optional<HangupBy> hangup_by;
    std::optional<ProviderCost> cost;
    std::optional<std::string> summary;
    std::optional<std::string> extracted_data;

    std::optional<Digest> transcript;     // the one that is shown
    std::optional<Digest> analysis_key;   // the one that is analysed; see design, section 4
    std::optional<int> analysis_attempt;  // the attempt that the analysed transcript is from
    milliseconds billable_duration{0};    // over all attempts that cost
    Credits price;
    bool unbilled = false;  // the customer spoke, but nothing says for how long

    std::vector<std::string> unknown_statuses;  // the words, sorted, once each: listed as trouble

    bool operator==(const Call&) const = default;
};

}  // namespace callfold
