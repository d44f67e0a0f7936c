#include "pipeline/tell_subscribers.h"

#include <fmt/format.h>

#include "storage/contacts.h"
#include "storage/outgoing_messages.h"

namespace callfold {

void tell_about_call(Connection& connection, const StoredCall& before, const Call& call,
                     const Settings& settings, const FoldScope& scope) {
    const TenantId tenant = before.key.tenant;
    if (!settings.tenant(tenant).has_subscriptions || before.erased) return;
    const auto event = ending_event(before.status, before.attempt, call);
    if (!event || is_too_late_to_send(call.ended_at, scope.received_at)) return;
    const OutgoingCallRow row = outgoing_call(connection, tenant, before.id);
    const OutgoingCall about{row.public_id, row.execution_id, row.provider,
                             row.agent,     row.agent_name,   row.charged};
    send_to_subscribers(
        connection,
        {tenant, *event,
         fmt::format("{}/{}/{}", to_string(*event), row.public_id.text(), call.attempt), before.id,
         call.customer_number, call_payload(*event, about, call, scope.now)},
        scope.now);
}

void tell_about_analysis(Connection& connection, TenantId tenant, const AnalyzedCall& call,
                         const Assessment& assessment, const AnalysisSource& source, Instant now) {
    if (is_too_late_to_send(call.ended_at, now)) return;
    if (subscribers_of(connection, tenant, OutgoingEvent::call_analyzed).empty()) return;
    const OutgoingAnalysis about{call.public_id, call.execution_id, call.number, source.analyzer};
    send_to_subscribers(connection,
                        {tenant, OutgoingEvent::call_analyzed,
                         fmt::format("call.analyzed/{}/{}", call.id.value, source.request.value),
                         call.id, call.number, analysis_payload(about, assessment, now)},
                        now);
}

void tell_about_lead(Connection& connection, const AnalyzedLead& lead, const Assessment& assessment,
                     const AnalysisSource& source, Instant now) {
    if (is_too_late_to_send(lead.latest_call.ended_at, now)) return;
    OutgoingLead told{lead.number, {}, {}, {}, {}, lead.calls, lead.latest_call.public_id};
    if (lead.before) told.previous_tag = lead.before->tag;
    if (const auto contact = contact_of_number(connection, lead.tenant, lead.number)) {
        told.name = contact->fields.name.value;
        told.email = contact->fields.email.value;
        told.company = contact->fields.company.value;
    }
    const bool became_hot =
        told.previous_tag != LeadTag::hot && tag_of(assessment.total_score) == LeadTag::hot;
    for (const OutgoingEvent event : {OutgoingEvent::lead_updated, OutgoingEvent::lead_hot}) {
        if (event == OutgoingEvent::lead_hot && !became_hot) continue;
        send_to_subscribers(
            connection,
            {lead.tenant, event,
             fmt::format("{}/{}/{}", to_string(event), lead.latest_call.id.value,
                         source.request.value),
             lead.latest_call.id, lead.number, lead_payload(event, told, assessment, now)},
            now);
    }
}

}  // namespace callfold
