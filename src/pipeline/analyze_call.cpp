#include "pipeline/analyze_call.h"

#include "pipeline/refresh_lead.h"
#include "pipeline/tell_subscribers.h"
#include "storage/events.h"

namespace callfold {

std::optional<PreparedAnalysis> prepare_call_analysis(Connection& connection, const ClaimedJob& job,
                                                      const Settings& settings) {
    const auto call = analyzed_call(connection, job.tenant, job.call.value());
    if (!call || call->analysis_key != job.analysis_key || call->erased) return std::nullopt;
    auto transcript = transcript_of(connection, job.tenant, *job.call, job.analysis_key.value());
    if (!transcript) return std::nullopt;

    PreparedAnalysis prepared;
    prepared.job = job;
    const CallContext context = context_of(*call, settings);
    prepared.texts = searched_texts(*transcript, context);
    AnalysisRequest& request = prepared.request;
    request.tenant = job.tenant;
    request.type = AnalysisType::individual;
    request.execution_id = call->execution_id;
    request.processing_id = job.processing_id;
    if (call->number) request.person = call->number->e164();
    if (call->agent) {
        const auto agent = settings.agents.find(*call->agent);
        if (agent != settings.agents.end()) request.prompt = agent->second.prompt_individual;
    }
    request.input = IndividualInput{std::move(*transcript), context};
    return prepared;
}

AppliedAnalysis apply_call_analysis(Connection& connection, const PreparedAnalysis& prepared,
                                    Assessment assessment, const AnalysisSource& source,
                                    Instant now) {
    const ClaimedJob& job = prepared.job;
    const auto call = analyzed_call(connection, job.tenant, job.call.value());
    if (!call || call->analysis_key != job.analysis_key || call->erased) return {};
    verify_claims(assessment, prepared.texts);
    replace_individual(connection, job.tenant, *call, assessment, source, now);
    set_analysis_status(connection, job.tenant, call->id, AnalysisStatus::done, now);
    if (call->number) refresh_lead(connection, job.tenant, *call->number, now);
    tell_about_analysis(connection, job.tenant, *call, assessment, source, now);
    return {true, false};
}

}  // namespace callfold
