#include "domain/call.h"

#include <cstdlib>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(LifecycleStatus status) {
    switch (status) {
        case LifecycleStatus::queued:
            return "queued";
        case LifecycleStatus::initiated:
            return "initiated";
        case LifecycleStatus::ringing:
            return "ringing";
        case LifecycleStatus::in_progress:
            return "in-progress";
        case LifecycleStatus::call_disconnected:
            return "call-disconnected";
        case LifecycleStatus::no_answer:
            return "no-answer";
        case LifecycleStatus::busy:
            return "busy";
        case LifecycleStatus::failed:
            return "failed";
        case LifecycleStatus::canceled:
            return "canceled";
        case LifecycleStatus::completed:
            return "completed";
    }
    std::abort();
}

std::optional<LifecycleStatus> parse_lifecycle_status(std::string_view word) {
    return parse_word(word, LifecycleStatus::completed);
}

std::optional<LifecycleStatus> status_of(EventKind kind) {
    switch (kind) {
        case EventKind::queued:
            return LifecycleStatus::queued;
        case EventKind::initiated:
            return LifecycleStatus::initiated;
        case EventKind::ringing:
            return LifecycleStatus::ringing;
        case EventKind::in_progress:
            return LifecycleStatus::in_progress;
        case EventKind::call_disconnected:
            return LifecycleStatus::call_disconnected;
        case EventKind::no_answer:
            return LifecycleStatus::no_answer;
        case EventKind::busy:
            return LifecycleStatus::busy;
        case EventKind::failed:
            return LifecycleStatus::failed;
        case EventKind::canceled:
            return LifecycleStatus::canceled;
        case EventKind::completed:
            return LifecycleStatus::completed;
        case EventKind::unknown:
        case EventKind::chatter:
            return std::nullopt;
    }
    std::abort();
}

std::string_view to_string(Outcome outcome) {
    switch (outcome) {
        case Outcome::answered:
            return "answered";
        case Outcome::voicemail:
            return "voicemail";
        case Outcome::no_answer:
            return "no-answer";
        case Outcome::busy:
            return "busy";
        case Outcome::failed:
            return "failed";
        case Outcome::canceled:
            return "canceled";
    }
    std::abort();
}

std::optional<Outcome> parse_outcome(std::string_view word) {
    return parse_word(word, Outcome::canceled);
}

std::string_view to_string(HangupBy by) {
    switch (by) {
        case HangupBy::agent:
            return "agent";
        case HangupBy::user:
            return "user";
        case HangupBy::system:
            return "system";
    }
    std::abort();
}

std::optional<HangupBy> parse_hangup_by(std::string_view word) {
    return parse_word(word, HangupBy::system);
}

std::optional<HangupBy> hangup_by(HangupParty party, std::optional<Direction> direction) {
    const bool dialled = direction == Direction::outbound || direction == Direction::inbound;
    const bool agent_called = direction == Direction::outbound;
    switch (party) {
        case HangupParty::caller:
            if (!dialled) return std::nullopt;
            return agent_called ? HangupBy::agent : HangupBy::user;
        case HangupParty::callee:
            if (!dialled) return std::nullopt;
            return agent_called ? HangupBy::user : HangupBy::agent;
        case HangupParty::agent:
            return HangupBy::agent;
        case HangupParty::user:
            return HangupBy::user;
        case HangupParty::system:
            return HangupBy::system;
    }
    std::abort();
}

}  // namespace callfold
