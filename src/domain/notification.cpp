#include "domain/notification.h"

#include <cstdlib>
#include <iterator>

#include "domain/words.h"

namespace callfold {
namespace {

constexpr NotificationKind last_kind = NotificationKind::subscription_disabled;

}  // namespace

std::string_view to_string(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::credits_low:
            return "credits-low";
        case NotificationKind::call_failed:
            return "call-failed";
        case NotificationKind::lead_hot:
            return "lead-hot";
        case NotificationKind::analysis_failed:
            return "analysis-failed";
        case NotificationKind::model_paused:
            return "model-paused";
        case NotificationKind::budget_spent:
            return "budget-spent";
        case NotificationKind::stored_prompt_refused:
            return "stored-prompt-refused";
        case NotificationKind::unknown_status:
            return "unknown-status";
        case NotificationKind::endpoint_silent:
            return "endpoint-silent";
        case NotificationKind::subscription_disabled:
            return "subscription-disabled";
    }
    std::abort();
}

std::optional<NotificationKind> parse_notification_kind(std::string_view word) {
    return parse_word(word, last_kind);
}

std::vector<NotificationKind> all_notification_kinds() {
    std::vector<NotificationKind> kinds;
    for (int kind = 0; kind <= static_cast<int>(last_kind); ++kind)
        kinds.push_back(static_cast<NotificationKind>(kind));
    return kinds;
}

std::string_view title_of(NotificationKind kind) {
    switch (kind) {
        case NotificationKind::credits_low:
            return "Credits are low";
        case NotificationKind::call_failed:
            return "A call failed";
        case NotificationKind::lead_hot:
            return "A lead became hot";
        case NotificationKind::analysis_failed:
            return "An analysis failed";
        case NotificationKind::model_paused:
            return "The model is paused";
        case NotificationKind::budget_spent:
            return "The token budget of the day is spent";
        case NotificationKind::stored_prompt_refused:
            return "A stored prompt is refused";
        case NotificationKind::unknown_status:
            return "A status that nobody knows";
        case NotificationKind::endpoint_silent:
            return "An endpoint is silent";
        case NotificationKind::subscription_disabled:
            return "A subscription was disabled";
    }
    std::abort();
}

BalanceNotice balance_notice(Credits balance, ThresholdsTold told) {
    BalanceNotice notice;
    for (std::size_t index = 0; index < std::size(balance_thresholds_micro); ++index) {
        const Credits threshold = Credits::from_micro(balance_thresholds_micro[index]);
        if (balance > threshold) continue;
        const unsigned bit = 1U << index;
        notice.told.bits |= bit;
        // Thresholds fall from entry to entry, so the last one that is new is the lowest.
        if ((told.bits & bit) == 0) notice.reached = threshold;
    }
    return notice;
}

bool is_too_late_to_send(const std::optional<Instant>& ended_at, Instant at) {
    return ended_at && at - *ended_at > std::chrono::hours{24};
}

bool is_shown_only(const Call& call, Instant received_at) {
    return is_too_late_to_send(call.ended_at, received_at);
}

}  // namespace callfold
