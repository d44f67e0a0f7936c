#include "storage/testing/call_rows.h"

#include "storage/agents.h"
#include "storage/calls.h"
#include "storage/endpoints.h"

namespace callfold::test {
using std::chrono::minutes;

TenantRow insert_tenant(Connection& connection, const std::string& name) {
    TenantFields fields;
    fields.name = name;
    fields.region = Region::parse("IN");
    const Tenant tenant = create_tenant(connection, fields, Tariff{}, sample_time()).value();
    const Endpoint endpoint =
        create_endpoint(connection, tenant.id, "bolna", EndpointFields{}, sample_time()).endpoint;
    return {tenant.id, tenant.public_id, endpoint.id, endpoint.public_id};
}

CallRow store_call(Connection& connection, TenantId tenant, const std::string& execution_id,
                   const Call& call, Instant now, AnalysisStatus analysis_status) {
    const CallKey key{tenant, "bolna", execution_id};
    const StoredCall stored = lock_calls(connection, {&key, 1}, now).front();
    FoldedCall folded;
    folded.tenant = tenant;
    folded.id = stored.id;
    folded.call = call;
    folded.analysis_status = analysis_status;
    folded.charged = call.price;
    folded.last_arrival_at = now;
    if (call.provider_agent_id) {
        folded.agent = ensure_agent(connection, tenant, key.provider, *call.provider_agent_id, now);
    }
    write_calls(connection, {&folded, 1}, now);
    return {stored.id, stored.public_id};
}

Call answered_call(const std::string& number, const Transcript& transcript, Instant ended_at) {
    Call call;
    call.status = LifecycleStatus::completed;
    call.outcome = Outcome::answered;
    call.stages.queued = ended_at - minutes{3};
    call.stages.initiated = ended_at - minutes{3} + seconds{1};
    call.stages.ringing = ended_at - minutes{2};
    call.stages.in_progress = ended_at - minutes{1};
    call.stages.call_disconnected = ended_at;
    call.stages.completed = ended_at + seconds{5};
    call.ended_at = ended_at;
    call.first_occurred_at = call.stages.queued;
    call.last_event_at = call.stages.completed;
    call.provider_agent_id = "agent-1";
    call.batch_id = "batch-7";
    call.customer_number = PhoneNumber::from_e164(number);
    call.agent_number = PhoneNumber::from_e164("+919000000201");
    call.direction = Direction::outbound;
    call.customer_name = "Asha Rao";
    call.conversation_duration = milliseconds{59'250};
    call.telephony_duration = milliseconds{61'000};
    call.billable_duration = milliseconds{59'250};
    call.customer_spoke = true;
    call.recording_url = "https://recordings.example.com/1.mp3";
    call.hangup = {"Callee", HangupParty::callee, "Call recipient hung up", "4000"};
    call.hangup_by = HangupBy::user;
    call.cost = ProviderCost{61'200, "USD"};
    call.summary = "Asha wants to visit.";
    call.extracted_data = R"({"visit_day":"Saturday"})";
    call.transcript = transcript.digest();
    call.analysis_key = transcript.digest();
    call.price = Credits::from_micro(1'000'000);
    return call;
}

Transcript conversation(const std::string& agent, const std::string& customer) {
    return {
        {{Speaker::agent, agent, milliseconds{0}}, {Speaker::customer, customer, std::nullopt}}};
}

Assessment full_assessment(int total_score) {
    Assessment assessment;
    assessment.total_score = total_score;
    assessment.intent_score = 90;
    assessment.urgency_score = 70;
    assessment.budget_score = 50;
    assessment.fit_score = 30;
    assessment.engagement_score = 10;
    assessment.sentiment = Sentiment::positive;
    assessment.summary = "Asha asked for the price and wants to visit on Saturday.";
    assessment.outcome = "A visit on Saturday is agreed.";
    assessment.key_topics = {{"Price of a flat", "what does it cost", true}};
    assessment.objections = {{"Too far away", std::nullopt, false}};
    assessment.pain_points = {{"The present flat is small", std::nullopt, false}};
    assessment.interests = {{"A garden", std::nullopt, false}};
    assessment.next_steps = {{"Visit on Saturday", "on Saturday", true}};
    assessment.key_decision_factors = {{"The price", std::nullopt, false}};
    assessment.recommended_actions = {{"Confirm the visit", std::nullopt, false}};
    assessment.customer_name = Claim{"Asha Rao", "this is Asha Rao", true};
    assessment.customer_email = Claim{"asha@example.com", std::nullopt, false};
    assessment.extra = R"({"preferred_language":"Hindi"})";
    return assessment;
}

}  // namespace callfold::test
