#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/analysis.h"
#include "domain/phone.h"
#include "storage/connection.h"
#include "storage/jobs.h"

namespace callfold {

// Writes that a request is about to be sent, before it is: what a crash cuts off is known
// afterwards.
ModelRequestId record_model_request(Connection& connection, const ClaimedJob& job,
                                    AnalysisType type, std::string_view analyzer, Instant now);

// The same for several jobs at once.
struct PlannedRequest {
    const ClaimedJob* job;
    AnalysisType type;
};
std::map<JobId, ModelRequestId> record_model_requests(Connection& connection,
                                                      std::span<const PlannedRequest> requests,
                                                      std::string_view analyzer, Instant now);

// An answer as it is kept. Views live until the call returns.
struct ModelAnswer {
    TenantId tenant;
    ModelRequestId id;
    std::string_view outcome;  // the words of AnswerOutcome
    std::string_view model;
    std::string_view prompt_version;
    milliseconds duration{0};
    std::optional<int> http_status = {};  // null: nothing came back over HTTP
    std::int64_t input_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t reasoning_tokens = 0;
    std::optional<std::string_view> error;
    std::optional<std::string_view> error_code;
    std::optional<std::string_view> raw_answer;  // null: kept nowhere (an erased call)
    bool was_applied = false;                    // it became an analysis
};

void store_model_answer(Connection& connection, const ModelAnswer& answer, Instant now);

// For a lead that a call has left: an erase of the call's person would not find its words in what
// was answered about the lead.
void forget_answers_about_lead(Connection& connection, TenantId tenant, const PhoneNumber& number);

// Tokens, in and out, of the tenant's requests since `since`.
std::int64_t tokens_since(Connection& connection, TenantId tenant, Instant since);

// How many unusable answers the job has had.
int unusable_answers(Connection& connection, const ClaimedJob& job);

}  // namespace callfold
