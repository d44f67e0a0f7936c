#pragma once

#include <cstdint>
#include <string>

#include "analysis/analyzer.h"
#include "analysis/openai_options.h"

namespace callfold {

enum class PromptSource { own, stored };

struct ResponsesRequest {
    std::string body;            // JSON, for POST /v1/responses
    std::string prompt_version;  // as kept in `model_requests`; "stored:ID" for a stored prompt
};

// The request that asks for the analysis; the answer is bound to the schema of its type. Unknown or
// null parameters are refused by the API (400), so what is not configured is left out. `stored`
// uses the options' prompt id of this type, which must not be empty.
ResponsesRequest responses_request(const AnalysisRequest& request, const OpenAiOptions& options,
                                   PromptSource source);

// Tokens of requests and their answers, which cost differently.
struct TokenEstimate {
    std::int64_t input = 0;
    std::int64_t output = 0;

    std::int64_t total() const { return input + output; }
    TokenEstimate& operator+=(const TokenEstimate& other);
};

// Tokens that a request takes, roughly: four bytes each, and an answer of the usual size.
TokenEstimate estimated_tokens(const AnalysisRequest& request);

}  // namespace callfold
