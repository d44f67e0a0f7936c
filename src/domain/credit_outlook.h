#pragma once

#include <optional>

#include "base/clock.h"
#include "domain/money.h"

namespace callfold {

// How long the credits of a tenant last.
struct CreditOutlook {
    Credits balance;
    std::optional<Credits> burn_per_day;         // unknown before a day was counted
    std::optional<std::int64_t> tenths_of_days;  // left; unknown too where nothing is used

    bool operator==(const CreditOutlook&) const = default;
};

// How far back the use of credits is looked at.
inline constexpr std::chrono::days burn_period{7};

// `charged` is what calls cost from `since` to `now`, which is `burn_period` or, where counting
// began later, less; `since` is null before the first call. Pure.
CreditOutlook credit_outlook(Credits balance, Credits charged, const std::optional<Instant>& since,
                             Instant now);

}  // namespace callfold
