#include "domain/placed_events.h"

#include <algorithm>
#include <tuple>

namespace callfold {
namespace {

bool earlier(const PlacedEvent& left, const PlacedEvent& right) {
    return left.time < right.time;
}

bool stronger(const PlacedEvent& left, const PlacedEvent& right) {
    return std::tie(left.attempt, left.rank, left.time, left.event->digest) >
           std::tie(right.attempt, right.rank, right.time, right.event->digest);
}

// Gives events without a `retry_count` the highest one of known status that occurred not later.
// Events are in the order of time; those of one moment see each other.
void infer_attempts(std::vector<PlacedEvent>& events) {
    int highest = 0;
    for (auto moment = events.begin(); moment != events.end();) {
        const auto next = std::find_if(
            moment, events.end(), [&](const auto& placed) { return earlier(*moment, placed); });
        for (auto placed = moment; placed != next; ++placed) {
            if (!placed->is_known()) continue;
            highest = std::max(highest, placed->event->retry_count.value_or(0));
        }
        for (; moment != next; ++moment) {
            moment->attempt = moment->event->retry_count.value_or(highest);
        }
    }
}

// An event of unknown status counts only in an attempt that an event of known status opened.
void leave_out_unopened(std::vector<PlacedEvent>& events) {
    std::vector<int> open;
    for (const PlacedEvent& placed : events) {
        if (placed.is_known()) open.push_back(placed.attempt);
    }
    std::sort(open.begin(), open.end());
    std::erase_if(events, [&](const PlacedEvent& placed) {
        return !std::binary_search(open.begin(), open.end(), placed.attempt);
    });
}

std::vector<PlacedEvent> folded_set(std::span<const ArrivedEvent> events) {
    std::vector<PlacedEvent> folded;
    folded.reserve(events.size());
    for (const ArrivedEvent& arrived : events) {
        if (arrived.late || arrived.event.kind == EventKind::chatter) continue;
        folded.push_back({&arrived.event, arrived.effective_time(), 0, rank(arrived.event.kind)});
    }
    return folded;
}

std::vector<std::string> unknown_statuses(const std::vector<PlacedEvent>& events) {
    std::vector<std::string> words;
    for (const PlacedEvent& placed : events) {
        if (!placed.is_known()) words.push_back(placed.event->provider_status);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

}  // namespace

PlacedEvents place_events(std::span<const ArrivedEvent> events) {
    PlacedEvents placed;
    placed.counting = folded_set(events);
    if (placed.counting.empty()) return placed;

    std::sort(placed.counting.begin(), placed.counting.end(), earlier);
    placed.first_time = placed.counting.front().time;
    placed.last_time = placed.counting.back().time;
    placed.unknown_statuses = unknown_statuses(placed.counting);
    infer_attempts(placed.counting);
    if (!placed.unknown_statuses.empty()) leave_out_unopened(placed.counting);
    std::sort(placed.counting.begin(), placed.counting.end(), stronger);
    return placed;
}

std::vector<Attempt> attempts_of(std::span<const PlacedEvent> counting) {
    std::vector<Attempt> attempts;
    while (!counting.empty()) {
        std::size_t size = 0;
        std::size_t terminal = 0;
        std::optional<bool> voicemail;
        Attempt attempt;
        for (const PlacedEvent& placed : counting) {
            if (placed.attempt != counting.front().attempt) break;
            const EventFacts& facts = placed.event->facts;
            ++size;
            if (placed.rank >= terminal_rank) ++terminal;
            if (!voicemail) voicemail = facts.voicemail;
            if (facts.transcript && facts.transcript->customer_spoke) attempt.customer_spoke = true;
        }
        attempt.events = counting.first(size);
        attempt.terminal = counting.first(terminal);
        attempt.voicemail = voicemail.value_or(false);
        attempts.push_back(attempt);
        counting = counting.subspan(size);
    }
    return attempts;
}

}  // namespace callfold
