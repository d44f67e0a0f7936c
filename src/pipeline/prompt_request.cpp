#include "pipeline/prompt_request.h"

#include <utility>

namespace callfold {

AnalysisRequest prompt_request(const PromptQuestion& question) {
    AnalysisRequest request;
    request.tenant = question.tenant;
    request.type = question.type;
    request.execution_id = "try-prompt";
    request.processing_id = question.processing_id;
    request.prompt = question.prompt;
    IndividualInput words{question.transcript, {}};
    if (question.type == AnalysisType::individual) {
        request.input = std::move(words);
        return request;
    }
    CompleteInput input;
    input.transcripts.push_back(std::move(words));
    input.statistics.calls = 1;
    input.statistics.answered_calls = 1;
    request.input = std::move(input);
    return request;
}

PromptAnswer prompt_answer(const PromptQuestion& question, AnalysisAnswer answer) {
    PromptAnswer told;
    told.assessment = std::move(answer.assessment);
    if (told.assessment) verify_claims(*told.assessment, {question.transcript.words()});
    told.model = std::move(answer.model);
    told.prompt_version = std::move(answer.prompt_version);
    told.duration = answer.duration;
    told.input_tokens = answer.usage.input;
    told.output_tokens = answer.usage.output;
    told.dropped_fields = std::move(answer.dropped_fields);
    told.error = std::move(answer.error);
    return told;
}

}  // namespace callfold
