#include "pipeline/store_answer.h"

#include <cstdlib>

#include "base/log.h"
#include "pipeline/analyze_call.h"
#include "pipeline/analyze_lead.h"
#include "pipeline/retry_policy.h"
#include "storage/model_requests.h"
#include "storage/notifications.h"
#include "storage/stream.h"

namespace callfold {
namespace {

AnalysisSource source_of(const AnalysisAnswer& answer, std::string_view analyzer) {
    return {analyzer, answer.model, answer.prompt_version, answer.id, &answer.dropped_fields};
}

void tell_listeners(Connection& connection, const PreparedAnalysis& prepared,
                    std::optional<CallId> call, bool done, Instant now) {
    const TenantId tenant = prepared.job.tenant;
    StreamedAnalysis analysis{prepared.request.type, std::nullopt, done};
    if (call) analysis.call = public_id_of_call(connection, tenant, *call);
    StreamChanges changes;
    changes.add(analysis);
    append_to_stream(connection, {{tenant, changes}}, now);
}

// The call, its bill and its contact are unaffected; the job is kept and can be run again.
void fail_for_good(Connection& connection, const PreparedAnalysis& prepared, std::string_view owner,
                   const std::string& error, Instant now) {
    const ClaimedJob& job = prepared.job;
    const auto became = finish_job(connection, job, owner, JobState::failed, error, now);
    if (became != JobState::failed) return;
    if (job.call)
        set_analysis_status(connection, job.tenant, *job.call, AnalysisStatus::failed, now);
    notify(
        connection,
        {job.tenant, NotificationKind::analysis_failed, "analysis-failed/" + job.public_id.text(),
         "An analysis failed for good: " + error, job.call, job.number, false},
        now);
    tell_listeners(connection, prepared, job.call, false, now);
    log(LogLevel::warning, "analysis_failed",
        {{"processing_id", std::string_view{job.processing_id}},
         {"type", to_string(prepared.request.type)},
         {"error", std::string_view{error}}});
}

void retry_or_fail(Connection& connection, const PreparedAnalysis& prepared,
                   const AnalysisAnswer& answer, const AskedBy& asked_by, Instant now) {
    if (prepared.job.attempts >= analysis_tries_max) {
        return fail_for_good(connection, prepared, asked_by.owner, answer.error, now);
    }
    const milliseconds delay =
        retry_delay(prepared.job.attempts, answer.retry_after, asked_by.jitter());
    postpone_job(connection, prepared.job, asked_by.owner, now + delay, answer.error, true, now);
}

// Gives whether it is done.
bool settle_job(Connection& connection, const PreparedAnalysis& prepared,
                const AnalysisAnswer& answer, const AskedBy& asked_by, Instant now) {
    const std::string_view owner = asked_by.owner;
    if (answer.pauses_model) {
        postpone_job(connection, prepared.job, owner, now, answer.error, false, now);
        return false;
    }
    switch (answer.outcome) {
        case AnswerOutcome::answered:
            return true;
        case AnswerOutcome::unusable:
            if (unusable_answers(connection, prepared.job) < 2) {
                postpone_job(connection, prepared.job, owner, now, answer.error, true, now);
            } else {
                fail_for_good(connection, prepared, owner, answer.error, now);
            }
            return false;
        case AnswerOutcome::rate_limited:
        case AnswerOutcome::unavailable:
            retry_or_fail(connection, prepared, answer, asked_by, now);
            return false;
        case AnswerOutcome::rejected:
        case AnswerOutcome::refused:
        case AnswerOutcome::incomplete:
            fail_for_good(connection, prepared, owner, answer.error, now);
            return false;
    }
    std::abort();
}

// Whether the assessment became an analysis; not when what was analysed is outdated by now.
bool apply_assessment(Connection& connection, const PreparedAnalysis& prepared,
                      const AnalysisAnswer& answer, std::string_view analyzer, Instant now) {
    const ClaimedJob& job = prepared.job;
    const AnalysisSource source = source_of(answer, analyzer);
    const bool is_of_call = job.kind == JobKind::analyze_call;
    const AppliedAnalysis result =
        is_of_call
            ? apply_call_analysis(connection, prepared, answer.assessment.value(), source, now)
            : apply_lead_analysis(connection, prepared, answer.assessment.value(), source, now);
    if (job.number && (result.call_again || !result.applied)) {
        const JobRequest again = lead_analysis(job.tenant, *job.number, job.processing_id);
        request_jobs(connection, {&again, 1}, now);
    }
    if (result.applied) {
        const CallId latest = is_of_call ? job.call.value() : prepared.covered.back().call;
        tell_listeners(connection, prepared, latest, true, now);
    }
    return result.applied;
}

void tell_about_stored_prompt(Connection& connection, const PreparedAnalysis& prepared,
                              Instant now) {
    const std::string type(to_string(prepared.request.type));
    notify(connection,
           {prepared.job.tenant, NotificationKind::stored_prompt_refused,
            "stored-prompt-refused/" + type,
            "The API refuses the stored prompt for the " + type +
                " analysis; the built-in one is used instead. Remove its id from the "
                "configuration.",
            std::nullopt, std::nullopt, false},
           now);
    log(LogLevel::warning, "stored_prompt_refused", {{"type", std::string_view{type}}});
}

// Words of a call may be in it, and an erase has to find them: by the call, or by the number of the
// lead as long as the call is the lead's.
bool may_keep_words(Connection& connection, const PreparedAnalysis& prepared, bool wanted) {
    if (!wanted || prepared.job.kind == JobKind::analyze_call) return wanted;
    return lead_analysis_is_current(connection, prepared);
}

}  // namespace

bool store_answer(Connection& connection, const PreparedAnalysis& prepared,
                  const AnalysisAnswer& answer, const AskedBy& asked_by, Instant now) {
    const bool wanted = holds_lease(connection, prepared.job, asked_by.owner);
    const bool applied = wanted && answer.outcome == AnswerOutcome::answered &&
                         apply_assessment(connection, prepared, answer, asked_by.analyzer, now);
    ModelAnswer kept;
    kept.tenant = prepared.job.tenant;
    kept.id = answer.id;
    kept.outcome = to_string(answer.outcome);
    kept.model = answer.model;
    kept.prompt_version = answer.prompt_version;
    kept.duration = answer.duration;
    if (answer.http_status != 0) kept.http_status = answer.http_status;
    kept.input_tokens = answer.usage.input;
    kept.cached_tokens = answer.usage.cached;
    kept.output_tokens = answer.usage.output;
    kept.reasoning_tokens = answer.usage.reasoning;
    const bool keeps_words = may_keep_words(connection, prepared, wanted);
    if (keeps_words && !answer.error.empty()) kept.error = answer.error;
    kept.error_code = answer.error_code;
    if (keeps_words) kept.raw_answer = answer.raw;
    kept.was_applied = applied;
    store_model_answer(connection, kept, now);
    if (answer.stored_prompt_refused) tell_about_stored_prompt(connection, prepared, now);
    return settle_job(connection, prepared, answer, asked_by, now);
}

}  // namespace callfold
