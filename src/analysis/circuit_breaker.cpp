#include "analysis/circuit_breaker.h"

#include <algorithm>

#include <fmt/format.h>

namespace callfold {
namespace {

constexpr std::size_t unavailable_limit = 20;
constexpr std::size_t unclear_limit = 3;
constexpr milliseconds first_pause = seconds{30};
constexpr milliseconds longest_pause = std::chrono::minutes{10};
constexpr milliseconds rejection_pause = std::chrono::minutes{5};

}  // namespace

bool CircuitBreaker::may_start(Instant now) const {
    return is_closed() || (!trial_runs_ && now >= *next_trial_at_);
}

bool CircuitBreaker::started(Instant now) {
    if (is_closed() || !may_start(now)) return false;
    trial_runs_ = true;
    return true;
}

void CircuitBreaker::open(const std::string& reason, milliseconds pause, Instant now) {
    next_trial_at_ = now + pause;
    trial_runs_ = false;
    reason_ = reason;
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
    pause_ = trial ? std::clamp(2 * pause_, first_pause, longest_pause) : first_pause;
    open(reason, pause_, now);
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
    pause_ = milliseconds{0};
    open(reason, rejection_pause, now);
    return true;
}

std::optional<std::string> CircuitBreaker::paused() const {
    if (is_closed()) return std::nullopt;
    if (trial_runs_) return fmt::format("{} A trial request is under way.", reason_);
    return fmt::format("{} The next trial is due at {}.", reason_, to_rfc3339(*next_trial_at_));
}

void CircuitBreaker::resume() {
    if (is_closed()) return;
    next_trial_at_ = Instant{};
    trial_runs_ = false;
}

}  // namespace callfold
