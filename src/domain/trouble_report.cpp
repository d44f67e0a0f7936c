#include "domain/trouble_report.h"

#include <algorithm>
#include <cstdlib>

namespace callfold {
namespace {

constexpr std::string_view other_causes = "Other causes.";

TroubleGroup& group_of(std::vector<TroubleGroup>& groups, TroubleGroupKind kind,
                       const TroubleRemedy& remedy, const std::string& cause) {
    const auto has_cause = [](std::string_view wanted) {
        return [wanted](const TroubleGroup& group) { return group.cause == wanted; };
    };
    auto found = std::find_if(groups.begin(), groups.end(), has_cause(cause));
    if (found != groups.end()) return *found;
    std::string_view own = cause;
    if (groups.size() >= trouble_causes_shown) {
        own = other_causes;
        found = std::find_if(groups.begin(), groups.end(), has_cause(own));
        if (found != groups.end()) return *found;
    }
    return groups.emplace_back(
        TroubleGroup{kind, remedy, std::string(own), 0, Instant::max(), Instant::min(), {}, {}});
}

}  // namespace

std::string_view to_string(TroubleGroupKind kind) {
    switch (kind) {
        case TroubleGroupKind::breaker_open:
            return "breaker-open";
        case TroubleGroupKind::silent_endpoint:
            return "silent-endpoint";
        case TroubleGroupKind::quarantine:
            return "quarantine";
        case TroubleGroupKind::failed_job:
            return "failed-job";
        case TroubleGroupKind::held_job:
            return "held-job";
        case TroubleGroupKind::failed_delivery:
            return "failed-delivery";
        case TroubleGroupKind::unknown_status:
            return "unknown-status";
        case TroubleGroupKind::no_news:
            return "no-news";
    }
    std::abort();
}

std::string_view to_string(TroubleAction action) {
    switch (action) {
        case TroubleAction::replay_quarantined:
            return "replay-quarantined";
        case TroubleAction::retry_job:
            return "retry-job";
        case TroubleAction::replay_delivery:
            return "replay-delivery";
        case TroubleAction::top_up:
            return "top-up";
        case TroubleAction::raise_budget:
            return "raise-budget";
        case TroubleAction::check_endpoint:
            return "check-endpoint";
        case TroubleAction::open_call:
            return "open-call";
        case TroubleAction::mend_model:
            return "mend-model";
    }
    std::abort();
}

TroubleRemedy remedy_of(TroubleGroupKind kind) {
    switch (kind) {
        case TroubleGroupKind::breaker_open:
            return {TroubleAction::mend_model,
                    "What waits goes on by itself once the model answers again."};
        case TroubleGroupKind::silent_endpoint:
            return {TroubleAction::check_endpoint,
                    "Compare the webhook address at the voice platform with this endpoint. Disable "
                    "the endpoint when it is no longer used."};
        case TroubleGroupKind::quarantine:
            return {
                TroubleAction::replay_quarantined,
                "Try it again once its cause is gone. What the platform sent is kept until it is "
                "discarded."};
        case TroubleGroupKind::failed_job:
            return {TroubleAction::retry_job, "Run the analysis again once its cause is gone."};
        case TroubleGroupKind::held_job:
            return {TroubleAction::open_call, "It goes on by itself when its hold is lifted."};
        case TroubleGroupKind::failed_delivery:
            return {TroubleAction::replay_delivery,
                    "Send it again once the receiver takes messages."};
        case TroubleGroupKind::unknown_status:
            return {TroubleAction::open_call,
                    "Look at what the platform says about the call. The event is kept and will "
                    "count once callfold knows the status."};
        case TroubleGroupKind::no_news:
            return {TroubleAction::open_call,
                    "Look at what the platform says about the call; when it sends the webhook "
                    "again, the call goes on."};
    }
    std::abort();
}

TroubleRemedy remedy_of_pause(PauseCause cause) {
    switch (cause) {
        case PauseCause::outage:
            return {TroubleAction::mend_model,
                    "Nothing has to be done: the model is tried again by itself, and what waits "
                    "goes on as soon as it answers. Try it now if you know that it is back."};
        case PauseCause::rejection:
            return {TroubleAction::mend_model,
                    "Mend what the model's API objects to. Its key, model and address are set on "
                    "the server, as OPENAI_API_KEY, OPENAI_MODEL and OPENAI_BASE_URL in its "
                    "environment or configuration file, and read when it starts. What was mended "
                    "at the provider (credit, limits, what the key may use) needs no restart: try "
                    "the model now. What waits goes on by itself."};
    }
    std::abort();
}

TroubleRemedy remedy_of_hold(HoldReason reason) {
    switch (reason) {
        case HoldReason::balance:
            return {TroubleAction::top_up,
                    "Top up the credits, or let analyses run below a zero balance."};
        case HoldReason::budget:
            return {TroubleAction::raise_budget, "Raise the token budget or wait until tomorrow."};
        case HoldReason::model_paused:
            return remedy_of(TroubleGroupKind::breaker_open);
    }
    std::abort();
}

std::vector<TroubleGroup> group_trouble(TroubleGroupKind kind, const TroubleRemedy& remedy,
                                        const std::vector<TroubleRow>& rows) {
    std::vector<TroubleGroup> groups;
    for (const TroubleRow& row : rows) {
        TroubleGroup& group = group_of(groups, kind, remedy, row.cause);
        ++group.count;
        if (group.items.size() == trouble_items_shown) continue;
        group.items.push_back(row);
        group.first_at = std::min(group.first_at, row.at);
        group.last_at = std::max(group.last_at, row.at);
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const TroubleGroup& left, const TroubleGroup& right) {
                         return left.count > right.count;
                     });
    return groups;
}

}  // namespace callfold
