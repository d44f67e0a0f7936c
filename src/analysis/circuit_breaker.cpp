#include "analysis/circuit_breaker.h"

#include <algorithm>

namespace callfold {
namespace {

constexpr std::size_t unavailable_limit = 20;
constexpr std::size_t unclear_limit = 3;
constexpr milliseconds first_pause = seconds{30};
constexpr milliseconds longest_pause = std::chrono::minutes{10};
constexpr milliseconds rejection_pause = std::chrono::minutes{5};

}  // namespace

bool CircuitBreaker::may_start(Instant now) const {
    return is_closed() || (pause_->next_trial_at && now >= *pause_->next_trial_at);
}

bool CircuitBreaker::started(Instant now) {
    if (is_closed() || !may_start(now)) return false;
    pause_->last_trial_at = now;
    pause_->next_trial_at.reset();
    return true;
}

void CircuitBreaker::open(PauseCause cause, const std::string& reason, milliseconds wait,
                          Instant now) {
    if (!pause_) pause_ = ModelPause{.since = now};
    pause_->cause = cause;
    pause_->because = reason;
    pause_->next_trial_at = now + wait;
    trial_was_asked_for_ = false;
}

void CircuitBreaker::close() {
    *this = CircuitBreaker{};
}

void CircuitBreaker::succeeded(bool trial) {
    if (counts(trial)) close();
}

void CircuitBreaker::rate_limited(bool trial) {
    if (trial) close();
}

bool CircuitBreaker::unavailable(bool trial, const std::string& reason, Instant now) {
    if (!counts(trial)) return true;
    if (!trial && ++unavailable_in_a_row_ < unavailable_limit) return false;
    // Whoever asks often does not make it wait for longer.
    if (trial && !trial_was_asked_for_) outage_wait_ *= 2;
    outage_wait_ = std::clamp(outage_wait_, first_pause, longest_pause);
    open(PauseCause::outage, reason, outage_wait_, now);
    return true;
}

bool CircuitBreaker::rejected(bool trial, RejectionScope scope, const std::string& reason,
                              Instant now) {
    switch (scope) {
        case RejectionScope::request:
            succeeded(trial);
            return false;
        case RejectionScope::unclear:
            if (!counts(trial)) return false;
            if (!trial && ++unclear_in_a_row_ < unclear_limit) return false;
            break;
        case RejectionScope::model:
            // One that started before the breaker opened says the same; its job waits as well.
            if (!counts(trial)) return true;
            break;
    }
    outage_wait_ = milliseconds{0};
    open(PauseCause::rejection, reason, rejection_pause, now);
    return true;
}

void CircuitBreaker::resume(Instant now) {
    if (pause_ && bring_trial_forward(*pause_, now)) trial_was_asked_for_ = true;
}

}  // namespace callfold
