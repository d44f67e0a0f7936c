#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/call.h"
#include "domain/money.h"

namespace callfold {

// What a tenant is told. Stored as words; do not rename.
enum class NotificationKind {
    credits_low,            // the balance reached a threshold
    call_failed,            // a call ended as failed
    lead_hot,               // a complete analysis made the lead hot
    analysis_failed,        // an analysis failed for good
    model_paused,           // the model refused in a way that only people can mend
    budget_spent,           // the tenant's token budget of the day is used up
    stored_prompt_refused,  // the API refused a stored prompt; ours took over
    unknown_status,         // a webhook had a status that nobody knows
    endpoint_silent,        // a webhook address that was used hears nothing any more
    subscription_disabled,  // deliveries to a subscription failed for too long
};

std::string_view to_string(NotificationKind kind);
std::optional<NotificationKind> parse_notification_kind(std::string_view word);
std::vector<NotificationKind> all_notification_kinds();
// What happened, in a few words.
std::string_view title_of(NotificationKind kind);

// Where notifications of a kind go; the values are those of a kind that nobody has set a rule for.
struct NotificationRule {
    bool bell = true;           // counts as unread in the dashboard
    bool email = false;         // to `emails`
    bool subscriptions = true;  // to those that want notifications
    std::vector<std::string> emails;

    bool operator==(const NotificationRule&) const = default;
};

// The balances at which a tenant is told, highest first: 15, 5 and 0 credits.
inline constexpr std::int64_t balance_thresholds_micro[] = {15'000'000, 5'000'000, 0};

// Which thresholds a tenant has been told about: one bit per entry of `balance_thresholds_micro`.
struct ThresholdsTold {
    unsigned bits = 0;
    bool operator==(const ThresholdsTold&) const = default;
};

struct BalanceNotice {
    std::optional<Credits> reached;  // the lowest threshold that was newly reached
    ThresholdsTold told;             // what to remember
};

// Compares a balance after a committed batch with what was told. Reached is at or below. The lowest
// newly reached threshold notifies, the higher ones count as told; a balance above a threshold arms
// it again.
BalanceNotice balance_notice(Credits balance, ThresholdsTold told);

// Whether it is too late, at `at`, to send what is about a call that ended then: more than a day.
bool is_too_late_to_send(const std::optional<Instant>& ended_at, Instant at);

// Whether an event that arrives now is too late to send what it causes: more than a day after its
// call ended. Such notifications are shown only.
bool is_shown_only(const Call& call, Instant received_at);

}  // namespace callfold
