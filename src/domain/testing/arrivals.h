#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/event.h"
#include "domain/fold.h"

namespace callfold::test {

// A moment of the invented calls that tests are about: whole seconds after their start.
inline Instant at(int after_s) {
    return from_unix_us(1'769'606'000'000'000) + seconds{after_s};
}

// Writes one arrived webhook in a line: `Arrival(EventKind::completed,
// 60).talk(30s).spoke("hello")`. It occurred at second `at_s` and arrived in the same moment.
class Arrival {
  public:
    Arrival(EventKind kind, int at_s) {
        arrived_.event.execution_id = "execution-1";
        arrived_.event.kind = kind;
        arrived_.event.provider_status = to_string(kind);
        arrived_.event.occurred_at = at(at_s);
        arrived_.received_at = at(at_s);
    }

    Arrival& retry(int count) { return set(arrived_.event.retry_count, count); }
    Arrival& weak() { return set(arrived_.event.weak, true); }
    Arrival& late() { return set(arrived_.late, true); }
    Arrival& received(int at_s) { return set(arrived_.received_at, at(at_s)); }
    // Only the arrival tells the time.
    Arrival& timeless() { return set(arrived_.event.occurred_at, std::nullopt); }
    Arrival& word(std::string status) {
        return set(arrived_.event.provider_status, std::move(status));
    }
    Arrival& talk(milliseconds duration) {
        return fact(&EventFacts::conversation_duration, duration);
    }
    Arrival& voicemail(bool mark) { return fact(&EventFacts::voicemail, mark); }
    Arrival& hangup(Hangup hangup) { return fact(&EventFacts::hangup, std::move(hangup)); }
    // A transcript in which the customer says `words`.
    Arrival& spoke(std::string_view words) {
        return fact(&EventFacts::transcript, TranscriptFact{Digest::of(words), true});
    }
    // A transcript in which only the agent says `words`.
    Arrival& monologue(std::string_view words) {
        return fact(&EventFacts::transcript, TranscriptFact{Digest::of(words), false});
    }
    template <class Value>
    Arrival& fact(std::optional<Value> EventFacts::*field, std::optional<Value> value) {
        return set(arrived_.event.facts.*field, std::move(value));
    }
    template <class Value>
    Arrival& fact(std::optional<Value> EventFacts::*field, Value value) {
        return set(arrived_.event.facts.*field, std::optional{std::move(value)});
    }
    Arrival& fact(std::optional<std::string> EventFacts::*field, const char* value) {
        return set(arrived_.event.facts.*field, std::optional<std::string>{value});
    }

    ArrivedEvent sealed() const {
        ArrivedEvent arrived = arrived_;
        seal_digest(arrived.event);
        return arrived;
    }

  private:
    template <class Member, class Value>
    Arrival& set(Member& member, Value&& value) {
        member = std::forward<Value>(value);
        return *this;
    }

    ArrivedEvent arrived_;
};

inline Call folded(const std::vector<Arrival>& arrivals, const FoldRules& rules = {}) {
    std::vector<ArrivedEvent> events;
    for (const Arrival& arrival : arrivals)
        events.push_back(arrival.sealed());
    return fold(events, rules);
}

// The set of a call's events as a store keeps it: a duplicate changes `received_at` to the earlier
// arrival and nothing else.
class EventSet {
  public:
    void arrive(const ArrivedEvent& arrived) {
        const auto [place, is_new] =
            places_.try_emplace({arrived.event.kind, arrived.event.digest}, events_.size());
        if (is_new) {
            events_.push_back(arrived);
        } else {
            Instant& received_at = events_[place->second].received_at;
            received_at = std::min(received_at, arrived.received_at);
        }
    }
    const std::vector<ArrivedEvent>& events() const { return events_; }

  private:
    std::map<std::pair<EventKind, Digest>, std::size_t> places_;
    std::vector<ArrivedEvent> events_;
};

}  // namespace callfold::test
