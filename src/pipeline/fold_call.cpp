#include "pipeline/fold_call.h"

#include <fmt/format.h>

#include "domain/effects.h"
#include "domain/fold.h"
#include "pipeline/refresh_lead.h"
#include "storage/agents.h"
#include "storage/analytics.h"
#include "storage/events.h"
#include "storage/jobs.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

struct Folded {
    Call call;
    std::optional<AgentId> agent;
};

// The agent is known only after a fold, and its region may read the numbers differently.
Folded fold_with_region(Connection& connection, const StoredCall& stored, const Settings& settings,
                        Instant now) {
    const std::vector<ArrivedEvent> events = events_of(connection, stored.key.tenant, stored.id);
    const FoldRules& rules = settings.tenant(stored.key.tenant).rules;
    Folded folded{fold(events, rules), std::nullopt};
    if (!folded.call.provider_agent_id) return folded;
    folded.agent = ensure_agent(connection, stored.key.tenant, stored.key.provider,
                                *folded.call.provider_agent_id, now);
    const auto region = settings.region_for(stored.key.tenant, folded.agent);
    if (region != rules.region) folded.call = fold(events, {region, rules.tariffs});
    return folded;
}

void write_analysis_effect(Connection& connection, const StoredCall& stored, const Call& call,
                           const AnalysisEffect& effect, const FoldScope& scope,
                           PendingTotals& totals) {
    const TenantId tenant = stored.key.tenant;
    if (effect.withdraw) {
        withdraw_individual(connection, tenant, stored.id);
        cancel_outdated_call_jobs(connection, tenant, stored.id, call.analysis_key, scope.now);
    } else if (effect.dirty_lead || effect.request_lead) {
        move_individual(connection, tenant, stored.id, call.customer_number);
    }
    if (effect.dirty_lead) {
        mark_complete_stale(connection, tenant, *effect.dirty_lead);
        refresh_lead(connection, tenant, *effect.dirty_lead, scope.now);
    }
    if (!scope.causes_work) return;
    if (effect.request) {
        request_call_analysis(connection, tenant, stored.id, *effect.request, scope.processing_id,
                              scope.now);
    }
    for (const auto& lead : {effect.dirty_lead, effect.request_lead}) {
        if (lead) request_lead_analysis(connection, tenant, *lead, scope.processing_id, scope.now);
    }
    totals.jobs_requested |= effect.request || effect.dirty_lead || effect.request_lead;
}

void notify_about_call(Connection& connection, const StoredCall& stored, const Call& call,
                       const FoldScope& scope) {
    const bool shown_only = is_shown_only(call, scope.received_at);
    const bool failed_now = call.status == LifecycleStatus::failed &&
                            (stored.status != call.status || stored.attempt != call.attempt);
    if (failed_now) {
        notify(connection,
               {stored.key.tenant, NotificationKind::call_failed,
                fmt::format("call-failed/{}/{}", stored.public_id.text(), call.attempt),
                fmt::format("Call {} failed.", stored.key.execution_id), stored.id,
                call.customer_number, shown_only},
               scope.now);
    }
    for (const std::string& word : call.unknown_statuses) {
        notify(
            connection,
            {stored.key.tenant, NotificationKind::unknown_status,
             fmt::format("unknown-status/{}/{}", stored.key.provider, word),
             fmt::format("{} sent the status \"{}\", which nobody knows. Its events are kept and "
                         "change no call.",
                         stored.key.provider, word),
             stored.id, std::nullopt, shown_only},
            scope.now);
    }
}

}  // namespace

void fold_call(Connection& connection, const StoredCall& stored, const Settings& settings,
               const FoldScope& scope, PendingTotals& totals) {
    Folded folded = fold_with_region(connection, stored, settings, scope.now);
    Effects change = effects(stored.public_id.text(), stored.posted, folded.call);

    FoldedCall written{stored.key.tenant,
                       stored.id,
                       folded.agent,
                       std::move(folded.call),
                       stored.analysis_status,
                       stored.posted.charged,
                       stored.posted.charge_count,
                       {},
                       scope.new_duplicates};
    written.contributions = contributions(written.call);
    if (change.analysis.new_status && !stored.erased)
        written.analysis_status = *change.analysis.new_status;
    if (change.charge && scope.posts_charges) {
        written.charged = written.call.price;
        written.charge_count += 1;
        totals.transfers.push_back({stored.key.tenant, std::move(*change.charge), stored.id});
    }
    write_calls(connection, {&written, 1}, scope.now);
    if (!stored.erased) {
        write_analysis_effect(connection, stored, written.call, change.analysis, scope, totals);
    }
    if (scope.causes_work) notify_about_call(connection, stored, written.call, scope);
    Contributions& counters = totals.counters[stored.key.tenant];
    for (const auto& [key, values] : change.counters)
        counters[key] += values;
}

void write_totals(Connection& connection, const PendingTotals& totals, Instant now) {
    add_counters(connection, totals.counters);
    for (const TenantBalance& touched : post_transfers(connection, totals.transfers, now)) {
        if (!touched.notice.reached) continue;
        notify(connection,
               {touched.tenant, NotificationKind::credits_low,
                fmt::format("credits-low/{}/{}", touched.notice.reached->text(), to_unix_us(now)),
                fmt::format("{} credits are left, which is at or below {}. Top up to go on.",
                            touched.balance.text(), touched.notice.reached->text()),
                std::nullopt, std::nullopt, false},
               now);
    }
}

}  // namespace callfold
