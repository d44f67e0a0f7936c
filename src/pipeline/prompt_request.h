#pragma once

#include "analysis/analyzer.h"
#include "pipeline/prompt_trial.h"

namespace callfold {

// The question as the analyzer takes it, without an id.
AnalysisRequest prompt_request(const PromptQuestion& question);

// The answer with its claims checked against the words of the question.
PromptAnswer prompt_answer(const PromptQuestion& question, AnalysisAnswer answer);

}  // namespace callfold
