#include "domain/credit_outlook.h"

#include <algorithm>

namespace callfold {

CreditOutlook credit_outlook(Credits balance, Credits charged, const std::optional<Instant>& since,
                             Instant now) {
    using std::chrono::minutes;
    CreditOutlook outlook{balance, std::nullopt, std::nullopt};
    if (!since || now - *since < std::chrono::days{1}) return outlook;
    const auto counted = std::chrono::duration_cast<minutes>(now - *since);
    constexpr std::int64_t day_minutes = minutes{std::chrono::days{1}}.count();
    const std::int64_t burn_micro = charged.micro() * day_minutes / counted.count();
    outlook.burn_per_day = Credits::from_micro(burn_micro);
    if (burn_micro <= 0) return outlook;
    outlook.tenths_of_days = std::max<std::int64_t>(
        balance.micro() / burn_micro * 10 + balance.micro() % burn_micro * 10 / burn_micro, 0);
    return outlook;
}

}  // namespace callfold
