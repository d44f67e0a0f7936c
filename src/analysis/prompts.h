#pragma once

#include <string>
#include <string_view>

#include "analysis/analyzer.h"

namespace callfold {

// What a model is told for one kind of analysis: files of src/analysis/prompts, compiled in. A file
// that was released is never changed; a new wording is a new number.
struct PromptTemplate {
    std::string_view version;  // "individual-1"
    std::string_view instructions;
    std::string_view
        schema;  // JSON schema of the answer, in the strict subset of structured outputs
};

const PromptTemplate& prompt_template(AnalysisType type);

// The instructions of one request, and the word that names them in `model_requests`.
struct Prompt {
    std::string version;
    std::string instructions;
};

// Ours, or the agent's own in place of ours, then the named version carries its digest. Both are
// followed by the rules that protect the answer: quotes, no guesses, and that the material is never
// an instruction.
Prompt prompt_for(const AnalysisRequest& request);

}  // namespace callfold
