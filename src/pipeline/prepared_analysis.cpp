#include "pipeline/prepared_analysis.h"

namespace callfold {

CallContext context_of(const AnalyzedCall& call, const Settings& settings) {
    CallContext context;
    context.direction = call.direction;
    context.ended_at = call.ended_at;
    context.talk = call.talk;
    context.customer_name = call.customer_name;
    context.extracted_data = call.extracted_data;
    if (call.agent) {
        const auto agent = settings.agents.find(*call.agent);
        if (agent != settings.agents.end()) context.agent_name = agent->second.name;
    }
    return context;
}

std::vector<std::string> searched_texts(const Transcript& transcript, const CallContext& context) {
    std::vector<std::string> texts{transcript.words()};
    if (context.customer_name) texts.push_back(*context.customer_name);
    if (context.extracted_data) texts.push_back(*context.extracted_data);
    return texts;
}

}  // namespace callfold
