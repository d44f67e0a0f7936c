#include "storage/testing/sample_rows.h"

#include "domain/transcript_codec.h"
#include "storage/agents.h"
#include "storage/events.h"
#include "storage/jobs.h"

namespace callfold::test {

Instant sample_time() {
    return parse_timestamp("2026-02-03T09:00:00Z").value();
}

Tenant sample_tenant(Database& database, const std::string& name) {
    TenantFields fields;
    fields.name = name;
    fields.time_zone = "Asia/Kolkata";
    fields.region = Region::parse("IN");
    return database
        .write([&](Connection& connection) {
            return create_tenant(connection, fields, Tariff{}, sample_time());
        })
        .value();
}

StoredCall sample_call(Database& database, TenantId tenant, const std::string& execution_id) {
    const CallKey key{tenant, "bolna", execution_id};
    return database.write([&](Connection& connection) {
        return lock_calls(connection, {&key, 1}, sample_time()).front();
    });
}

AgentId ensure_agent(Connection& connection, TenantId tenant, const std::string& provider,
                     const std::string& provider_agent_id, Instant now) {
    const AgentKey key{tenant, provider, provider_agent_id};
    return ensure_agents(connection, {key}, now).at(key);
}

void request_call_analysis(Connection& connection, TenantId tenant, CallId call,
                           const Digest& analysis_key, std::string_view processing_id,
                           Instant now) {
    const JobRequest request = call_analysis(tenant, call, analysis_key, processing_id);
    request_jobs(connection, {&request, 1}, now);
}

void request_lead_analysis(Connection& connection, TenantId tenant, const PhoneNumber& number,
                           std::string_view processing_id, Instant now) {
    const JobRequest request = lead_analysis(tenant, number, processing_id);
    request_jobs(connection, {&request, 1}, now);
}

void keep_transcript(Connection& connection, TenantId tenant, CallId call,
                     const Transcript& transcript, Instant now) {
    const std::string turns = encode_turns(transcript);
    const NewTranscript added{tenant, call, transcript.digest(), turns};
    keep_transcripts(connection, {&added, 1}, now);
}

}  // namespace callfold::test
