#pragma once

#include <string>
#include <string_view>

#include "domain/transcript.h"
#include "storage/calls.h"
#include "storage/database.h"
#include "storage/tenants.h"

namespace callfold::test {

// The time that sample rows are made at.
Instant sample_time();

// A tenant with the default tariff, in India.
Tenant sample_tenant(Database& database, const std::string& name);

// One agent, one job and one transcript, where ingest writes many at once.
AgentId ensure_agent(Connection& connection, TenantId tenant, const std::string& provider,
                     const std::string& provider_agent_id, Instant now);
void request_call_analysis(Connection& connection, TenantId tenant, CallId call,
                           const Digest& analysis_key, std::string_view processing_id, Instant now);
void request_lead_analysis(Connection& connection, TenantId tenant, const PhoneNumber& number,
                           std::string_view processing_id, Instant now);
void keep_transcript(Connection& connection, TenantId tenant, CallId call,
                     const Transcript& transcript, Instant now);

// The row of a call as ingest makes it before the fold.
StoredCall sample_call(Database& database, TenantId tenant, const std::string& execution_id);

}  // namespace callfold::test
