#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "domain/analysis.h"
#include "domain/transcript.h"

namespace callfold {

// What is asked of the analyzer on the side.
struct PromptQuestion {
    TenantId tenant;
    AnalysisType type = AnalysisType::individual;
    std::optional<std::string> prompt;  // instead of ours
    Transcript transcript;
    std::string processing_id;
};

struct PromptAnswer {
    std::optional<Assessment> assessment;  // its claims verified; without one `error` says why
    std::string model;
    std::string prompt_version;
    milliseconds duration{0};
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::vector<std::string> dropped_fields;
    std::string error;  // for people
};

// A question whose answer is shown and kept nowhere; what it cost is kept.
struct PromptTrial {
    PromptQuestion question;
    // Called once, on the analysis thread, which must not wait.
    std::function<void(PromptAnswer)> done;
};

}  // namespace callfold
