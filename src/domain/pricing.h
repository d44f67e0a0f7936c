#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/money.h"

namespace callfold {

// One version of a tenant's prices.
struct Tariff {
    std::optional<Instant> valid_from;  // null: since ever (a tenant's first)
    seconds pulse{60};  // talk time is charged in whole pulses, rounded up; at least 1 s
    Credits per_minute = Credits::from_micro(1'000'000);

    bool operator==(const Tariff&) const = default;
};

// The longest pulse, and the most that a minute may cost: keeps every sum far away from 64 bits.
inline constexpr seconds longest_pulse{3'600};
inline constexpr Credits largest_per_minute = Credits::from_micro(1'000'000'000'000);

// A tariff that a person asks for. `invalid_argument`, in words, for a pulse below 1 s or above the
// longest, and for a price below zero or above the largest.
Result<Tariff> manual_tariff(std::optional<Instant> valid_from, seconds pulse, Credits per_minute);

// The tariff that counts for a call whose earliest event occurred at `occurred_at`: the latest one
// that is valid by then. `tariffs` may have any order; when none is, the default tariff counts (60
// s, 1 credit).
Tariff tariff_at(const std::vector<Tariff>& tariffs, Instant occurred_at);

// Price of one attempt: whole pulses, rounded up, times the price of a pulse, rounded up to a
// micro-credit. Zero or less costs nothing.
Credits price_of(milliseconds billable, const Tariff& tariff);

}  // namespace callfold
