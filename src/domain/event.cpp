#include "domain/event.h"

#include <cstdlib>

#include "domain/event_codec.h"
#include "domain/words.h"

namespace callfold {

std::string_view to_string(EventKind kind) {
    switch (kind) {
        case EventKind::queued:
            return "queued";
        case EventKind::initiated:
            return "initiated";
        case EventKind::ringing:
            return "ringing";
        case EventKind::in_progress:
            return "in-progress";
        case EventKind::call_disconnected:
            return "call-disconnected";
        case EventKind::no_answer:
            return "no-answer";
        case EventKind::busy:
            return "busy";
        case EventKind::failed:
            return "failed";
        case EventKind::canceled:
            return "canceled";
        case EventKind::completed:
            return "completed";
        case EventKind::unknown:
            return "unknown";
        case EventKind::chatter:
            return "chatter";
    }
    std::abort();
}

std::optional<EventKind> parse_event_kind(std::string_view word) {
    return parse_word(word, EventKind::chatter);
}

int rank(EventKind kind) {
    switch (kind) {
        case EventKind::queued:
            return 0;
        case EventKind::initiated:
            return 1;
        case EventKind::ringing:
            return 2;
        case EventKind::in_progress:
            return 3;
        case EventKind::call_disconnected:
            return terminal_rank;
        case EventKind::no_answer:
        case EventKind::busy:
        case EventKind::failed:
        case EventKind::canceled:
            return 5;
        case EventKind::completed:
            return 6;
        case EventKind::unknown:
        case EventKind::chatter:
            return -1;
    }
    std::abort();
}

std::string_view to_string(Direction direction) {
    switch (direction) {
        case Direction::inbound:
            return "inbound";
        case Direction::outbound:
            return "outbound";
        case Direction::web:
            return "web";
    }
    std::abort();
}

std::optional<Direction> parse_direction(std::string_view word) {
    return parse_word(word, Direction::web);
}

std::string_view to_string(HangupParty party) {
    switch (party) {
        case HangupParty::caller:
            return "caller";
        case HangupParty::callee:
            return "callee";
        case HangupParty::agent:
            return "agent";
        case HangupParty::user:
            return "user";
        case HangupParty::system:
            return "system";
    }
    std::abort();
}

std::optional<HangupParty> parse_hangup_party(std::string_view word) {
    return parse_word(word, HangupParty::system);
}

namespace {

// Length before content, so that no two lists of parts give the same bytes.
void add_part(std::string& content, std::string_view part) {
    content += std::to_string(part.size());
    content += ':';
    content += part;
}

template <class Number>
void add_number(std::string& content, const std::optional<Number>& number) {
    add_part(content, number ? std::to_string(*number) : std::string{});
}

}  // namespace

void seal_digest(CallEvent& event) {
    std::optional<std::int64_t> occurred_at_us;
    if (event.occurred_at) occurred_at_us = to_unix_us(*event.occurred_at);

    std::string content;
    add_part(content, event.execution_id);
    add_part(content, to_string(event.kind));
    add_part(content, event.provider_status);
    add_number(content, occurred_at_us);
    add_number(content, event.retry_count);
    add_part(content, event.weak ? "weak" : "plain");
    add_part(content, encode_facts(event.facts));
    event.digest = Digest::of(content);
}

}  // namespace callfold
