#pragma once

#include <string>

#include "domain/analysis.h"
#include "domain/call.h"
#include "domain/effects.h"
#include "domain/transcript.h"
#include "storage/testing/sample_rows.h"

namespace callfold::test {

struct TenantRow {
    TenantId id;
    Uuid public_id;
    EndpointId endpoint;
    Uuid endpoint_public_id;
};

// A tenant in India with an endpoint of "bolna".
TenantRow insert_tenant(Connection& connection, const std::string& name);

struct CallRow {
    CallId id;
    Uuid public_id;
};

// A call as ingest would have written it, made and changed at `now`. The agent is made when the
// call names one.
CallRow store_call(Connection& connection, TenantId tenant, const std::string& execution_id,
                   const Call& call, Instant now,
                   AnalysisStatus analysis_status = AnalysisStatus::none);

// A call that was answered and completed: on `number`, with words, all stages, and something to
// analyse. Its words are to be kept with `keep_transcript`.
Call answered_call(const std::string& number, const Transcript& transcript, Instant ended_at);

// What one speaker said after the other, the agent first.
Transcript conversation(const std::string& agent, const std::string& customer);

// An assessment with a value in each field.
Assessment full_assessment(int total_score);

}  // namespace callfold::test
