#include "pipeline/fold_call.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "domain/effects.h"
#include "domain/fold.h"
#include "pipeline/refresh_lead.h"
#include "pipeline/tell_subscribers.h"
#include "storage/agents.h"
#include "storage/analytics.h"
#include "storage/model_requests.h"
#include "storage/outgoing_messages.h"

namespace callfold {
namespace {

const FoldRules& rules_of(const StoredCall& stored, const Settings& settings) {
    return settings.tenant(stored.key.tenant).rules;
}

// The agents are known only after a fold, and the region of one may read the numbers differently.
std::vector<FoldedCall> fold_with_regions(Connection& connection, std::span<const StoredCall> calls,
                                          const EventSets& sets, const Settings& settings,
                                          Instant now) {
    std::vector<FoldedCall> folded(calls.size());
    std::set<AgentKey> agents_seen;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const CallKey& key = calls[i].key;
        folded[i].call = fold(sets.at(calls[i].id), rules_of(calls[i], settings));
        const auto& agent = folded[i].call.provider_agent_id;
        if (agent) agents_seen.insert({key.tenant, key.provider, *agent});
    }
    const AgentIds agents = ensure_agents(connection, agents_seen, now);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const CallKey& key = calls[i].key;
        Call& call = folded[i].call;
        if (!call.provider_agent_id) continue;
        folded[i].agent = agents.at({key.tenant, key.provider, *call.provider_agent_id});
        const FoldRules& rules = rules_of(calls[i], settings);
        const auto region = settings.region_for(key.tenant, folded[i].agent);
        if (region != rules.region) call = fold(sets.at(calls[i].id), {region, rules.tariffs});
    }
    return folded;
}

void write_analysis_effect(Connection& connection, const StoredCall& stored, const Call& call,
                           const AnalysisEffect& effect, const FoldScope& scope,
                           PendingEffects& pending) {
    const TenantId tenant = stored.key.tenant;
    if (effect.withdraw) {
        withdraw_individual(connection, tenant, stored.id);
        cancel_outdated_call_jobs(connection, tenant, stored.id, call.analysis_key, scope.now);
    } else if (stored.posted.analysis_key &&
               stored.posted.customer_number != call.customer_number) {
        move_individual(connection, tenant, stored.id, call.customer_number);
    }
    if (effect.dirty_lead) {
        mark_complete_stale(connection, tenant, *effect.dirty_lead);
        refresh_lead(connection, tenant, *effect.dirty_lead, scope.now);
    }
    const auto& left = stored.posted.customer_number;
    if (left && left != call.customer_number) forget_answers_about_lead(connection, tenant, *left);
    if (!scope.causes_work) return;
    if (effect.request) {
        pending.jobs.push_back(
            call_analysis(tenant, stored.id, *effect.request, scope.processing_id));
    }
    for (const auto& lead : {effect.dirty_lead, effect.request_lead}) {
        if (lead) pending.jobs.push_back(lead_analysis(tenant, *lead, scope.processing_id));
    }
}

void notify_about_call(const StoredCall& stored, const Call& call, const FoldScope& scope,
                       PendingEffects& pending) {
    const bool shown_only = is_shown_only(call, scope.received_at);
    const bool failed_now = call.status == LifecycleStatus::failed &&
                            (stored.status != call.status || stored.attempt != call.attempt);
    if (failed_now) {
        pending.notifications.push_back(
            {stored.key.tenant, NotificationKind::call_failed,
             fmt::format("call-failed/{}/{}", stored.public_id.text(), call.attempt),
             fmt::format("Call {} failed.", stored.key.execution_id), stored.id,
             call.customer_number, shown_only});
    }
    for (const std::string& word : call.unknown_statuses) {
        pending.notifications.push_back(
            {stored.key.tenant, NotificationKind::unknown_status,
             fmt::format("unknown-status/{}/{}", stored.key.provider, word),
             fmt::format("{} sent the status \"{}\", which nobody knows. Its events are kept and "
                         "change no call.",
                         stored.key.provider, word),
             stored.id, std::nullopt, shown_only});
    }
}

// Completes `folded` with what is kept beside the call, and adds its transfer and counters to
// `pending`.
void apply_effects(const StoredCall& stored, const Effects& change, const FoldScope& scope,
                   FoldedCall& folded, PendingEffects& pending) {
    folded.tenant = stored.key.tenant;
    folded.id = stored.id;
    folded.before = stored.indexed;
    folded.analysis_status = stored.indexed.analysis_status;
    folded.charged = stored.posted.charged;
    folded.charge_count = stored.posted.charge_count;
    folded.contributions = contributions(folded.call);
    folded.last_arrival_at =
        std::max(stored.last_arrival_at, scope.new_arrival_at.value_or(stored.last_arrival_at));
    folded.new_duplicates = scope.new_duplicates;
    if (change.analysis.new_status && !stored.erased)
        folded.analysis_status = *change.analysis.new_status;
    if (change.charge && scope.posts_charges) {
        folded.charged = folded.call.price;
        folded.charge_count += 1;
        pending.transfers.push_back({stored.key.tenant, *change.charge, stored.id});
    }
    if (change.counters.empty()) return;
    Contributions& counters = pending.counters[stored.key.tenant];
    for (const auto& [key, values] : change.counters)
        counters[key] += values;
}

std::set<LeadKey> leads_of(std::span<const StoredCall> calls, std::span<const Effects> changes) {
    std::set<LeadKey> leads;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const AnalysisEffect& effect = changes[i].analysis;
        for (const auto& number : {effect.dirty_lead, effect.request_lead}) {
            if (number) leads.emplace(calls[i].key.tenant, *number);
        }
    }
    return leads;
}

}  // namespace

EventSets sets_of(Connection& connection, std::span<const StoredCall> calls) {
    std::vector<CallOfTenant> places;
    for (const StoredCall& stored : calls)
        places.push_back({stored.key.tenant, stored.id});
    return events_of(connection, places);
}

void fold_calls(Connection& connection, std::span<const StoredCall> calls, const EventSets& sets,
                const Settings& settings, std::span<const FoldScope> scopes,
                PendingEffects& pending) {
    if (calls.empty()) return;
    const Instant now = scopes.front().now;
    std::vector<FoldedCall> folded = fold_with_regions(connection, calls, sets, settings, now);
    std::vector<Effects> changes;
    changes.reserve(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        changes.push_back(effects(calls[i].public_id.text(), calls[i].posted, folded[i].call));
        apply_effects(calls[i], changes[i], scopes[i], folded[i], pending);
    }
    lock_leads(connection, leads_of(calls, changes));
    write_calls(connection, folded, now);
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const Call& call = folded[i].call;
        if (!calls[i].erased) {
            write_analysis_effect(connection, calls[i], call, changes[i].analysis, scopes[i],
                                  pending);
        }
        if (!scopes[i].causes_work) continue;
        notify_about_call(calls[i], call, scopes[i], pending);
        tell_about_call(connection, calls[i], call, settings, scopes[i]);
        // Duplicates alone change nothing that anybody watches.
        if (!scopes[i].new_arrival_at) continue;
        pending.stream[calls[i].key.tenant].add(
            StreamedCall{calls[i].public_id, call.status, call.outcome, folded[i].analysis_status});
    }
}

void write_effects(Connection& connection, const PendingEffects& pending, Instant now) {
    request_jobs(connection, pending.jobs, now);
    std::vector<NewNotification> notifications = pending.notifications;
    add_counters(connection, pending.counters);
    for (const TenantBalance& touched : post_transfers(connection, pending.transfers, now)) {
        if (!touched.notice.reached) continue;
        const std::string key =
            fmt::format("credits-low/{}/{}", touched.notice.reached->text(), to_unix_us(now));
        send_to_subscribers(
            connection,
            {touched.tenant, OutgoingEvent::credits_low, key, std::nullopt, std::nullopt,
             credits_payload(touched.balance, *touched.notice.reached, now)},
            now);
        notifications.push_back(
            {touched.tenant, NotificationKind::credits_low, key,
             fmt::format("{} credits are left, which is at or below {}. Top up to go on.",
                         touched.balance.text(), touched.notice.reached->text()),
             std::nullopt, std::nullopt, false});
    }
    auto stream = pending.stream;
    notify(connection, notifications, stream, now);
    append_to_stream(connection, stream, now);
}

}  // namespace callfold
