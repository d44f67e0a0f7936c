#include "domain/call_changes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace callfold {
namespace {

using Text = std::optional<std::string>;

Text text_of(const std::optional<std::string>& value) {
    return value;
}
Text text_of(const std::optional<Instant>& time) {
    if (!time) return std::nullopt;
    return to_rfc3339(*time);
}
Text text_of(const std::optional<PhoneNumber>& number) {
    if (!number) return std::nullopt;
    return number->e164();
}
Text text_of(const std::optional<Digest>& digest) {
    if (!digest) return std::nullopt;
    return digest->hex();
}
Text text_of(const std::optional<milliseconds>& duration) {
    if (!duration) return std::nullopt;
    return seconds_text(*duration);
}
Text text_of(bool value) {
    return value ? "true" : "false";
}
Text text_of(int value) {
    return std::to_string(value);
}
template <class Enum>
auto text_of(const std::optional<Enum>& word) -> decltype(to_string(*word), Text{}) {
    if (!word) return std::nullopt;
    return std::string(to_string(*word));
}
Text text_of(const std::optional<ProviderCost>& cost) {
    if (!cost) return std::nullopt;
    return Credits::from_micro(cost->amount_micro).text() + " " + cost->currency;
}
Text text_of(Credits amount) {
    return amount.text();
}
Text text_of(const std::vector<std::string>& words) {
    if (words.empty()) return std::nullopt;
    return fmt::format("{}", fmt::join(words, ", "));
}

// Collects the fields that differ.
class Comparison {
  public:
    template <class Value>
    Comparison& field(const char* name, const Value& before, const Value& after) {
        if (!(before == after)) changes_.push_back({name, text_of(before), text_of(after)});
        return *this;
    }
    std::vector<CallChange> take() { return std::move(changes_); }

  private:
    std::vector<CallChange> changes_;
};

void compare_course(const Call& before, const Call& after, Comparison& changes) {
    changes.field("call_lifecycle_status", before.status, after.status)
        .field("outcome", before.outcome, after.outcome)
        .field("attempt", before.attempt, after.attempt)
        .field("queued_at", before.stages.queued, after.stages.queued)
        .field("initiated_at", before.stages.initiated, after.stages.initiated)
        .field("ringing_started_at", before.stages.ringing, after.stages.ringing)
        .field("call_answered_at", before.stages.in_progress, after.stages.in_progress)
        .field("call_disconnected_at", before.stages.call_disconnected,
               after.stages.call_disconnected)
        .field("completed_at", before.stages.completed, after.stages.completed)
        .field("ended_at", before.ended_at, after.ended_at)
        .field("unknown_statuses", before.unknown_statuses, after.unknown_statuses);
}

void compare_facts(const Call& before, const Call& after, Comparison& changes) {
    changes.field("agent_id", before.provider_agent_id, after.provider_agent_id)
        .field("batch_id", before.batch_id, after.batch_id)
        .field("phone_number", before.customer_number, after.customer_number)
        .field("agent_number", before.agent_number, after.agent_number)
        .field("direction", before.direction, after.direction)
        .field("customer_name", before.customer_name, after.customer_name)
        .field("duration_seconds", before.conversation_duration, after.conversation_duration)
        .field("telephony_duration_seconds", before.telephony_duration, after.telephony_duration)
        .field("voicemail", before.voicemail, after.voicemail)
        .field("recording_url", before.recording_url, after.recording_url)
        .field("error_message", before.error_message, after.error_message)
        .field("hangup_by", before.hangup_by, after.hangup_by)
        .field("hangup_provider_by", before.hangup.by, after.hangup.by)
        .field("hangup_reason", before.hangup.reason, after.hangup.reason)
        .field("hangup_provider_code", before.hangup.provider_code, after.hangup.provider_code)
        .field("provider_cost", before.cost, after.cost)
        .field("provider_summary", before.summary, after.summary)
        .field("extracted_data", before.extracted_data, after.extracted_data)
        .field("transcript", before.transcript, after.transcript)
        .field("analysis_key", before.analysis_key, after.analysis_key)
        .field("price", before.price, after.price);
}

}  // namespace

std::vector<CallChange> changes_between(const Call& before, const Call& after) {
    Comparison changes;
    compare_course(before, after, changes);
    compare_facts(before, after, changes);
    return changes.take();
}

std::vector<std::vector<CallChange>> changes_by_arrival(std::span<const ArrivedEvent> events,
                                                        const FoldRules& rules) {
    std::vector<std::vector<CallChange>> changes;
    changes.reserve(events.size());
    Call before;
    for (std::size_t count = 1; count <= events.size(); ++count) {
        Call after = fold(events.first(count), rules);
        changes.push_back(changes_between(before, after));
        before = std::move(after);
    }
    return changes;
}

}  // namespace callfold
