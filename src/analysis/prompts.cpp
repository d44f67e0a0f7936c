#include "analysis/prompts.h"

#include <fmt/format.h>

#include "analysis/embedded.h"

namespace callfold {

namespace {

constexpr std::string_view second_try_reminder =
    "\nThe last answer to this request could not be read. Answer with the JSON object alone, "
    "complete and "
    "without any other text.\n";

}  // namespace

const PromptTemplate& prompt_template(AnalysisType type) {
    static const PromptTemplate individual{"individual-1", embedded::individual_prompt,
                                           embedded::individual_schema};
    static const PromptTemplate complete{"complete-1", embedded::complete_prompt,
                                         embedded::complete_schema};
    switch (type) {
        case AnalysisType::individual:
            return individual;
        case AnalysisType::complete:
            return complete;
    }
    return individual;
}

Prompt prompt_for(const AnalysisRequest& request) {
    const auto& ours = prompt_template(request.type);
    Prompt prompt{std::string{ours.version}, std::string{ours.instructions}};
    if (request.prompt) {
        const auto digest = Digest::of(*request.prompt).hex().substr(0, 12);
        prompt = {fmt::format("{}-own-{}", to_string(request.type), digest),
                  *request.prompt + "\n"};
    }
    prompt.instructions += '\n';
    prompt.instructions += embedded::prompt_rules;
    if (request.second_try) prompt.instructions += second_try_reminder;
    return prompt;
}

}  // namespace callfold
