#include "http/routes/try_prompt.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/analysis.h"
#include "http/page.h"
#include "http/problem.h"
#include "storage/agent_queries.h"

namespace callfold::http {
namespace {

constexpr TextLimits transcript_limits{1, 100'000};

Result<PromptQuestion> read_question(const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    PromptQuestion question;
    question.tenant = request.identity.tenant;
    question.processing_id = request.http.processing_id;
    std::string words;
    BodyReader reader(*body);
    for (const char* name : {"kind", "prompt", "transcript"})
        reader.require(name);
    reader.word("kind", question.type, parse_analysis_type, "individual or complete");
    reader.text_or_null("prompt", question.prompt, {1, prompt_characters_max});
    reader.text("transcript", words, transcript_limits);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    auto transcript = parse_transcript(words);
    if (!transcript) {
        return fail(ErrorCode::invalid_argument, "`transcript` holds no words.");
    }
    question.transcript = std::move(*transcript);
    return question;
}

Response answer_response(const PromptAnswer& answer, std::string_view analyzer) {
    if (answer.assessment) return json_response(prompt_trial_json(answer, analyzer));
    return problem_response({ErrorCode::conflict, "No analysis came of it: " + answer.error});
}

Result<PromptTrial> prompt_trial(const TryPromptDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    auto question = read_question(request);
    if (!question) return tl::make_unexpected(question.error());
    const auto agent = deps.database.read([&](Connection& connection) {
        return require_agent(connection, request.identity.tenant, *id);
    });
    if (!agent) return tl::make_unexpected(agent.error());
    PromptTrial trial{std::move(*question), {}};
    if (!trial.question.prompt) {
        trial.question.prompt = trial.question.type == AnalysisType::individual
                                    ? agent->settings.prompt_individual
                                    : agent->settings.prompt_complete;
    }
    return trial;
}

void try_prompt(const TryPromptDeps& deps, const ApiRequest& request, const Respond& respond) {
    auto trial = prompt_trial(deps, request);
    if (!trial) return respond(problem_response(trial.error()));
    trial->done = [respond, analyzer = deps.analyzer](const PromptAnswer& answer) {
        respond(answer_response(answer, analyzer));
    };
    if (deps.try_prompt(std::move(*trial))) return;
    respond(problem_response(
        {ErrorCode::unavailable, "Too many prompts are tried at once. Try again in a moment."}));
}

}  // namespace

std::vector<Route> try_prompt_routes(const TryPromptDeps& deps) {
    const DeferredHandler handle = [deps](const ApiRequest& request, const Respond& respond) {
        try_prompt(deps, request, respond);
    };
    return {{"POST", "/v1/agents/{id}/try-prompt", Access::owner, {}, {}, handle}};
}

}  // namespace callfold::http
