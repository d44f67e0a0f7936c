#include "domain/fold.h"

#include <algorithm>
#include <cstdlib>

#include "domain/erasure.h"
#include "domain/placed_events.h"

namespace callfold {
namespace {

using Events = std::span<const PlacedEvent>;

// The value of the strongest of `events` (strongest first) that has one.
template <class Value>
std::optional<Value> strongest(Events events, std::optional<Value> EventFacts::*fact) {
    for (const PlacedEvent& placed : events) {
        const std::optional<Value>& value = placed.event->facts.*fact;
        if (value) return value;
    }
    return std::nullopt;
}

// Likewise; a duration of zero or less is no value.
std::optional<milliseconds> strongest_duration(Events events,
                                               std::optional<milliseconds> EventFacts::*fact) {
    for (const PlacedEvent& placed : events) {
        const std::optional<milliseconds>& value = placed.event->facts.*fact;
        if (value && *value > milliseconds{0}) return value;
    }
    return std::nullopt;
}

std::optional<PhoneNumber> strongest_number(Events events,
                                            std::optional<std::string> EventFacts::*fact,
                                            const std::optional<Region>& region) {
    const std::optional<std::string> written = strongest(events, fact);
    return written ? PhoneNumber::parse(*written, region) : std::nullopt;
}

void fold_identity(Call& call, Events all, const FoldRules& rules) {
    call.provider_agent_id = strongest(all, &EventFacts::agent_id);
    call.batch_id = strongest(all, &EventFacts::batch_id);
    call.customer_number = strongest_number(all, &EventFacts::customer_number, rules.region);
    call.agent_number = strongest_number(all, &EventFacts::agent_number, rules.region);
    call.direction = strongest(all, &EventFacts::direction);
    call.customer_name = strongest(all, &EventFacts::customer_name);
    call.summary = strongest(all, &EventFacts::summary);
    call.extracted_data = strongest(all, &EventFacts::extracted_data);
    const std::optional<TranscriptFact> transcript = strongest(all, &EventFacts::transcript);
    if (transcript) call.transcript = transcript->digest;
}

// The moment that an event of `kind` marks; null for kinds that are no stage.
std::optional<Instant>* stage_of(StageTimes& stages, EventKind kind) {
    switch (kind) {
        case EventKind::queued:
            return &stages.queued;
        case EventKind::initiated:
            return &stages.initiated;
        case EventKind::ringing:
            return &stages.ringing;
        case EventKind::in_progress:
            return &stages.in_progress;
        case EventKind::call_disconnected:
            return &stages.call_disconnected;
        case EventKind::completed:
            return &stages.completed;
        case EventKind::no_answer:
        case EventKind::busy:
        case EventKind::failed:
        case EventKind::canceled:
        case EventKind::unknown:
        case EventKind::chatter:
            return nullptr;
    }
    std::abort();
}

void lower(std::optional<Instant>& time, Instant to) {
    if (!time || to < *time) time = to;
}

StageTimes stage_times(Events latest) {
    StageTimes plain;
    StageTimes weak;
    for (const PlacedEvent& placed : latest) {
        std::optional<Instant>* time =
            stage_of(placed.event->weak ? weak : plain, placed.event->kind);
        if (time != nullptr) lower(*time, placed.time);
    }
    return {
        .queued = plain.queued ? plain.queued : weak.queued,
        .initiated = plain.initiated ? plain.initiated : weak.initiated,
        .ringing = plain.ringing ? plain.ringing : weak.ringing,
        .in_progress = plain.in_progress ? plain.in_progress : weak.in_progress,
        .call_disconnected =
            plain.call_disconnected ? plain.call_disconnected : weak.call_disconnected,
        .completed = plain.completed ? plain.completed : weak.completed,
    };
}

// An event that says how the call failed knows nothing of the end of a call that completed after
// all.
Hangup strongest_hangup(Events latest, LifecycleStatus status) {
    const int failure_rank = rank(EventKind::failed);
    for (const PlacedEvent& placed : latest) {
        if (status == LifecycleStatus::completed && placed.rank == failure_rank) continue;
        const std::optional<Hangup>& hangup = placed.event->facts.hangup;
        if (hangup && *hangup != Hangup{}) return *hangup;
    }
    return {};
}

void fold_latest_attempt(Call& call, const Attempt& latest) {
    const Events events = latest.events;
    call.attempt = latest.number();
    call.status = status_of(events.front().event->kind);
    call.stages = stage_times(events);
    for (const PlacedEvent& placed : latest.terminal)
        lower(call.ended_at, placed.time);
    call.conversation_duration = strongest_duration(events, &EventFacts::conversation_duration);
    call.telephony_duration = strongest_duration(events, &EventFacts::telephony_duration);
    call.voicemail = latest.voicemail;
    call.customer_spoke = latest.customer_spoke;
    call.recording_url = strongest(events, &EventFacts::recording_url);
    call.error_message = strongest(events, &EventFacts::error_message);
    call.cost = strongest(events, &EventFacts::cost);
    call.hangup = strongest_hangup(events, *call.status);
    if (call.hangup.party) call.hangup_by = hangup_by(*call.hangup.party, call.direction);
}

bool has_plain_talk(Events latest) {
    for (const PlacedEvent& placed : latest) {
        if (placed.event->kind == EventKind::in_progress && !placed.event->weak) return true;
    }
    return false;
}

std::optional<Outcome> outcome_of(const Call& call, const Attempt& latest) {
    if (latest.voicemail) return Outcome::voicemail;
    const bool answered = has_plain_talk(latest.events) || call.customer_spoke ||
                          call.conversation_duration.has_value();
    switch (*call.status) {
        case LifecycleStatus::no_answer:
            return Outcome::no_answer;
        case LifecycleStatus::busy:
            return Outcome::busy;
        case LifecycleStatus::failed:
            return Outcome::failed;
        case LifecycleStatus::canceled:
            return Outcome::canceled;
        case LifecycleStatus::completed:
            return answered ? Outcome::answered : Outcome::no_answer;
        case LifecycleStatus::queued:
        case LifecycleStatus::initiated:
        case LifecycleStatus::ringing:
        case LifecycleStatus::in_progress:
        case LifecycleStatus::call_disconnected:
            break;
    }
    if (answered) return Outcome::answered;
    return std::nullopt;
}

// The strongest transcript outside of voicemail attempts is analysed once the customer has said
// something in it and its attempt, or a later one, has ended.
void fold_analysis_key(Call& call, std::span<const Attempt> attempts) {
    bool ended = false;
    for (const Attempt& attempt : attempts) {
        ended = ended || !attempt.terminal.empty();
        if (attempt.voicemail) continue;
        const std::optional<TranscriptFact> transcript =
            strongest(attempt.events, &EventFacts::transcript);
        if (!transcript) continue;
        if (transcript->customer_spoke && ended) {
            call.analysis_key = transcript->digest;
            call.analysis_attempt = attempt.number();
        }
        return;
    }
}

bool had_number(const PlacedEvent& placed) {
    return placed.event->facts.customer_number == erased_number;
}

// The direction tells first: a dialled call whose number is unreadable is no web call. Nor is one
// whose number was erased, because an erase must not change a price.
bool is_web_call(const Call& call, Events all) {
    if (call.direction) return *call.direction == Direction::web;
    return !call.customer_number && std::none_of(all.begin(), all.end(), had_number);
}

void fold_price(Call& call, std::span<const Attempt> attempts, Events all, const FoldRules& rules) {
    const Tariff tariff = tariff_at(rules.tariffs, *call.first_occurred_at);
    for (const Attempt& attempt : attempts) {
        if (attempt.voicemail || attempt.terminal.empty()) continue;
        std::optional<milliseconds> billable =
            strongest_duration(attempt.terminal, &EventFacts::conversation_duration);
        if (!billable && attempt.customer_spoke && is_web_call(call, all)) {
            billable = strongest_duration(attempt.terminal, &EventFacts::transcriber_duration);
            if (!billable) call.unbilled = true;
        }
        if (!billable) continue;
        call.billable_duration += *billable;
        call.price += price_of(*billable, tariff);
    }
}

}  // namespace

Call fold(std::span<const ArrivedEvent> events, const FoldRules& rules) {
    PlacedEvents placed = place_events(events);
    Call call;
    call.first_occurred_at = placed.first_time;
    call.last_event_at = placed.last_time;
    call.unknown_statuses = std::move(placed.unknown_statuses);
    if (placed.counting.empty()) return call;

    const std::vector<Attempt> attempts = attempts_of(placed.counting);
    fold_identity(call, placed.counting, rules);
    fold_latest_attempt(call, attempts.front());
    call.outcome = outcome_of(call, attempts.front());
    fold_analysis_key(call, attempts);
    fold_price(call, attempts, placed.counting, rules);
    return call;
}

}  // namespace callfold
