#include "domain/notification.h"

#include <cstdlib>
#include <iterator>

#include "domain/words.h"

namespace callfold {

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
    }
    std::abort();
}

std::optional<NotificationKind> parse_notification_kind(std::string_view word) {
    return parse_word(word, NotificationKind::unknown_status);
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

bool is_shown_only(const Call& call, Instant received_at) {
    return call.ended_at && received_at - *call.ended_at > std::chrono::hours{24};
}

}  // namespace callfold
