#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/analysis.h"
#include "storage/connection.h"

namespace callfold {

// A request to the model as it is shown.
struct ListedModelRequest {
    Uuid public_id;
    AnalysisType type = AnalysisType::individual;
    std::string analyzer;
    std::string model;           // empty until an answer came
    std::string prompt_version;  // likewise
    std::string outcome;         // "sent", "answered", …
    bool was_applied = false;    // its answer became an analysis
    Instant sent_at;
    std::optional<Instant> answered_at;
    std::optional<milliseconds> duration;
    std::optional<std::int64_t> http_status;
    std::int64_t input_tokens = 0;
    std::int64_t cached_tokens = 0;
    std::int64_t output_tokens = 0;
    std::optional<std::string> error;
};

// What was asked for one call, the oldest first.
std::vector<ListedModelRequest> model_requests_of_call(Connection& connection, TenantId tenant,
                                                       CallId call);

}  // namespace callfold
