#include "pipeline/analysis_holds.h"

#include <fmt/format.h>

#include "base/time_zone.h"
#include "storage/jobs.h"
#include "storage/ledger.h"
#include "storage/model_requests.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

// New jobs come while others wait.
constexpr seconds look_interval{1};

void tell_about_budget(Connection& connection, const TenantSettings& tenant, Instant now) {
    const Instant today = start_of_day(now, tenant.time_zone);
    notify(connection,
           {tenant.id, NotificationKind::budget_spent,
            fmt::format("budget-spent/{}", to_unix_us(today)),
            fmt::format("The budget of {} tokens a day is spent; analyses wait.",
                        *tenant.daily_token_budget),
            std::nullopt, std::nullopt, false},
           now);
}

}  // namespace

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

bool AnalysisHolds::look(Connection& connection, const TenantSettings& tenant,
                         const std::optional<std::string>& paused, Instant now) {
    const auto own = analysis_hold(connection, tenant, now);
    const std::optional<std::string> reason = own ? std::optional(own->words) : paused;
    const auto shown = shown_.find(tenant.id);
    const bool is_shown = shown != shown_.end() && shown->second.reason == reason;
    if (is_shown && (!reason || now - shown->second.at < look_interval)) return own.has_value();
    hold_jobs(connection, tenant.id, reason);
    if (own && own->budget_is_spent) tell_about_budget(connection, tenant, now);
    shown_.insert_or_assign(tenant.id, Shown{reason, now});
    return own.has_value();
}

}  // namespace callfold
