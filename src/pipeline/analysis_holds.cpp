#include "pipeline/analysis_holds.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/time_zone.h"
#include "storage/ledger.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

// New jobs come while others wait.
constexpr seconds look_interval{1};
// So few that a batch of webhooks hardly waits for them.
constexpr std::size_t jobs_per_look = 200;

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
                                          SpentTokens& spent, Instant now) {
    if (tenant.below_zero == BelowZero::hold &&
        balance_of_credits(connection, tenant.id) < Credits{}) {
        return AnalysisHold{
            "The balance is below zero and the tenant chose to hold analyses then. "
            "Top up to go on.",
            false};
    }
    if (!tenant.daily_token_budget) return std::nullopt;
    if (spent.today(connection, tenant, now) < *tenant.daily_token_budget) return std::nullopt;
    return AnalysisHold{"The token budget of the day is spent. Raise it or wait until tomorrow.",
                        true};
}

std::optional<AnalysisHold> analysis_hold(Connection& connection, const TenantSettings& tenant,
                                          Instant now) {
    SpentTokens counted_now;
    return analysis_hold(connection, tenant, counted_now, now);
}

bool AnalysisHolds::look(Connection& connection, const TenantSettings& tenant,
                         const std::optional<std::string>& paused, Instant now) {
    const auto own = analysis_hold(connection, tenant, spent_, now);
    const std::optional<std::string> reason = own ? std::optional(own->words) : paused;
    Shown& shown = shown_[tenant.id];
    if (shown.reason != reason) shown = {reason};
    // Once it is lifted everywhere, new jobs come without it.
    const bool is_fresh = shown.is_everywhere && (!reason || now - shown.at < look_interval);
    if (is_fresh) return own.has_value();
    // Those that are not due yet wait for their time, whatever holds the others.
    const MarkedJobs marked = hold_jobs(connection, tenant.id, reason, shown.marked_until,
                                        reason ? std::optional(now) : std::nullopt, jobs_per_look);
    shown.marked_until = marked.last;
    shown.is_everywhere = marked.count < jobs_per_look;
    shown.at = now;
    if (own && own->budget_is_spent) tell_about_budget(connection, tenant, now);
    return own.has_value();
}

bool AnalysisHolds::has_more_to_mark() const {
    return std::any_of(shown_.begin(), shown_.end(),
                       [](const auto& tenant) { return !tenant.second.is_everywhere; });
}

}  // namespace callfold
