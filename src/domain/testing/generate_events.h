#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "domain/testing/arrivals.h"

// Generators of what a call may be told. Values come from small sets, so that equal times, equal
// facts and whole duplicates happen often.
namespace callfold::test {

// A value in three of four cases.
template <class Value>
std::optional<Value> sometimes(const rc::Gen<Value>& gen) {
    if (*rc::gen::inRange(0, 4) == 0) return std::nullopt;
    return *gen;
}

// A value in one of four cases.
template <class Value>
std::optional<Value> seldom(const rc::Gen<Value>& gen) {
    if (*rc::gen::inRange(0, 4) != 0) return std::nullopt;
    return *gen;
}

inline rc::Gen<std::string> text_of(std::vector<std::string> texts) {
    return rc::gen::elementOf(std::move(texts));
}

inline rc::Gen<milliseconds> duration() {
    return rc::gen::map(rc::gen::element<int>(0, 1, 999, 29'000, 59'999, 60'000, 60'001, 180'500),
                        [](int ms) { return milliseconds{ms}; });
}

inline rc::Gen<TranscriptFact> transcript_fact() {
    return rc::gen::map(rc::gen::inRange(0, 4), [](int number) {
        return TranscriptFact{Digest::of("words " + std::to_string(number)), number != 0};
    });
}

inline rc::Gen<Hangup> hangup() {
    return rc::gen::exec([] {
        return Hangup{.by = seldom(text_of({"Caller", "Callee", "Carrier"})),
                      .party = seldom(rc::gen::element(HangupParty::caller, HangupParty::callee,
                                                       HangupParty::system)),
                      .reason = seldom(text_of({"Normal", "Busy line"})),
                      .provider_code = seldom(text_of({"4000", "3010"}))};
    });
}

inline rc::Gen<EventFacts> event_facts() {
    return rc::gen::exec([] {
        EventFacts facts;
        facts.agent_id = sometimes(text_of({"agent-1", "agent-2"}));
        facts.batch_id = seldom(text_of({"batch-1", "batch-2"}));
        facts.customer_number =
            seldom(text_of({"+919876543210", "09876543210", "+14155552671", "anonymous"}));
        facts.agent_number = seldom(text_of({"+14155552672", "+919876543211"}));
        facts.direction =
            seldom(rc::gen::element(Direction::inbound, Direction::outbound, Direction::web));
        facts.customer_name = seldom(text_of({"Asha", "Ben"}));
        facts.conversation_duration = seldom(duration());
        facts.telephony_duration = seldom(duration());
        facts.transcriber_duration = seldom(duration());
        facts.voicemail = seldom(rc::gen::arbitrary<bool>());
        facts.recording_url = seldom(text_of({"https://a.example/1", "https://a.example/2"}));
        facts.error_message = seldom(text_of({"no credit", "carrier gone"}));
        facts.hangup = seldom(hangup());
        facts.cost = seldom(rc::gen::map(rc::gen::inRange(1, 4), [](int cents) {
            return ProviderCost{cents * 10'000, "USD"};
        }));
        facts.summary = seldom(text_of({"short", "long"}));
        facts.extracted_data = seldom(text_of({R"({"a":1})", R"({"b":2})"}));
        facts.transcript = seldom(transcript_fact());
        return facts;
    });
}

inline rc::Gen<EventKind> event_kind() {
    return rc::gen::map(rc::gen::inRange(0, static_cast<int>(EventKind::chatter) + 1),
                        [](int kind) { return static_cast<EventKind>(kind); });
}

// An event of any kind, with or without a provider's time and a retry count; weak ones are
// in-progress.
inline rc::Gen<ArrivedEvent> arrived_event() {
    return rc::gen::exec([] {
        ArrivedEvent arrived;
        CallEvent& event = arrived.event;
        event.execution_id = "execution-1";
        event.kind = *event_kind();
        event.provider_status = event.kind == EventKind::unknown
                                    ? *text_of({"paused", "moved"})
                                    : std::string{to_string(event.kind)};
        if (const auto second = sometimes(rc::gen::inRange(0, 8))) event.occurred_at = at(*second);
        event.retry_count = seldom(rc::gen::inRange(0, 4));
        event.weak = event.kind == EventKind::in_progress && *rc::gen::arbitrary<bool>();
        event.facts = *event_facts();
        arrived.received_at = at(*rc::gen::inRange(0, 12));
        arrived.late = *rc::gen::inRange(0, 10) == 0;
        seal_digest(event);
        return arrived;
    });
}

// The set of a call's events, each once; a dozen at most, because in a crowd the strongest hides
// the rest.
inline rc::Gen<std::vector<ArrivedEvent>> event_set() {
    const auto arrivals = rc::gen::withSize([](int size) {
        const auto one = rc::gen::resize(rc::kNominalSize, arrived_event());
        return rc::gen::resize(size / 8, rc::gen::container<std::vector<ArrivedEvent>>(one));
    });
    return rc::gen::map(arrivals, [](const std::vector<ArrivedEvent>& arrived_events) {
        EventSet set;
        for (const ArrivedEvent& arrived : arrived_events)
            set.arrive(arrived);
        return set.events();
    });
}

template <class Item>
std::vector<Item> shuffled(std::vector<Item> items) {
    for (std::size_t left = items.size(); left > 1; --left) {
        std::swap(items[left - 1], items[*rc::gen::inRange<std::size_t>(0, left)]);
    }
    return items;
}

// The events of a set and duplicates of some, which arrived at other moments, in any order.
inline std::vector<ArrivedEvent> any_arrivals(const std::vector<ArrivedEvent>& set) {
    std::vector<ArrivedEvent> arrivals = set;
    for (const ArrivedEvent& arrived : set) {
        for (int copies = *rc::gen::element(0, 0, 1, 2); copies > 0; --copies) {
            arrivals.push_back(arrived);
            arrivals.back().received_at = at(*rc::gen::inRange(0, 12));
        }
    }
    return shuffled(std::move(arrivals));
}

// A list, cut into batches of one or more.
template <class Item>
std::vector<std::vector<Item>> any_batches(const std::vector<Item>& items) {
    std::vector<std::vector<Item>> batches;
    for (const Item& item : items) {
        if (batches.empty() || *rc::gen::arbitrary<bool>()) batches.emplace_back();
        batches.back().push_back(item);
    }
    return batches;
}

inline rc::Gen<Tariff> tariff() {
    return rc::gen::exec([] {
        Tariff tariff;
        if (const auto second = sometimes(rc::gen::inRange(0, 8))) tariff.valid_from = at(*second);
        tariff.pulse = seconds{*rc::gen::element(1, 6, 60)};
        tariff.per_minute =
            Credits::from_micro(*rc::gen::element(0, 1, 999'999, 1'000'000, 2'500'000));
        return tariff;
    });
}

inline rc::Gen<FoldRules> fold_rules() {
    return rc::gen::exec([] {
        FoldRules rules;
        if (*rc::gen::arbitrary<bool>()) rules.region = Region::parse("IN");
        rules.tariffs = *rc::gen::container<std::vector<Tariff>>(
            *rc::gen::inRange<std::size_t>(0, 4), tariff());
        return rules;
    });
}

}  // namespace callfold::test
