#include "pipeline/analysis_holds.h"

#include <fmt/format.h>

#include "base/time_zone.h"
#include "storage/ledger.h"
#include "storage/model_requests.h"
#include "storage/notifications.h"

namespace callfold {

std::optional<AnalysisHold> analysis_hold(Connection& connection, const TenantSettings& tenant,
                                          Instant now) {
    if (tenant.below_zero == BelowZero::hold &&
        balance_of_credits(connection, tenant.id) < Credits{}) {
        return AnalysisHold{
            "The balance is below zero and the tenant chose to hold analyses then. "
            "Top up to go on.",
            false};
    }
    if (!tenant.daily_token_budget) return std::nullopt;
    const Instant today = start_of_day(now, tenant.time_zone);
    if (tokens_since(connection, tenant.id, today) < *tenant.daily_token_budget) {
        return std::nullopt;
    }
    return AnalysisHold{"The token budget of the day is spent. Raise it or wait until tomorrow.",
                        true};
}

void tell_about_hold(Connection& connection, const TenantSettings& tenant, const AnalysisHold& hold,
                     Instant now) {
    if (!hold.budget_is_spent) return;
    const Instant today = start_of_day(now, tenant.time_zone);
    notify(connection,
           {tenant.id, NotificationKind::budget_spent,
            fmt::format("budget-spent/{}", to_unix_us(today)),
            fmt::format("The budget of {} tokens a day is spent; analyses wait.",
                        *tenant.daily_token_budget),
            std::nullopt, std::nullopt, false},
           now);
}

}  // namespace callfold
