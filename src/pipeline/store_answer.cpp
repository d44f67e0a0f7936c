#include "pipeline/store_answer.h"

#include <cstdlib>

#include "base/log.h"
#include "pipeline/analyze_call.h"
#include "pipeline/analyze_lead.h"
#include "pipeline/retry_policy.h"
#include "storage/model_requests.h"

namespace callfold {
namespace {

AnalysisSource source_of(const AnalysisAnswer& answer, std::string_view analyzer) {
    return {analyzer, answer.model, answer.prompt_version, answer.id, &answer.dropped_fields};
}

// One answer on its way into the tables.
struct Storing {
    Connection& connection;
    const PreparedAnalysis& prepared;
    const AnalysisAnswer& answer;
    const AskedBy& asked_by;
    AnswerNews& news;
    Instant now;

    const ClaimedJob& job() const { return prepared.job; }
};

void tell_listeners(const Storing& storing, std::optional<CallId> call, bool done) {
    const TenantId tenant = storing.job().tenant;
    StreamedAnalysis analysis{storing.prepared.request.type, std::nullopt, done};
    if (call) analysis.call = public_id_of_call(storing.connection, tenant, *call);
    storing.news.stream[tenant].add(analysis);
}

// The call, its bill and its contact are unaffected; the job is kept and can be run again.
void fail_for_good(const Storing& storing) {
    const ClaimedJob& job = storing.job();
    const std::string& error = storing.answer.error;
    const auto became = finish_job(storing.connection, job, storing.asked_by.owner,
                                   JobState::failed, error, storing.now);
    if (became != JobState::failed) return;
    if (job.call) {
        set_analysis_status(storing.connection, job.tenant, *job.call, AnalysisStatus::failed,
                            storing.now);
    }
    storing.news.notifications.push_back(
        {job.tenant, NotificationKind::analysis_failed, "analysis-failed/" + job.public_id.text(),
         "An analysis failed for good: " + error, job.call, job.number, false});
    tell_listeners(storing, job.call, false);
    log(LogLevel::warning, "analysis_failed",
        {{"processing_id", std::string_view{job.processing_id}},
         {"type", to_string(storing.prepared.request.type)},
         {"error", std::string_view{error}}});
}

void postpone(const Storing& storing, milliseconds delay, bool counts) {
    postpone_job(storing.connection, storing.job(), storing.asked_by.owner, storing.now + delay,
                 storing.answer.error, counts, storing.now);
}

void retry_or_fail(const Storing& storing) {
    const int attempts = storing.job().attempts;
    if (attempts >= analysis_tries_max) return fail_for_good(storing);
    postpone(storing, retry_delay(attempts, storing.answer.retry_after, storing.asked_by.jitter()),
             true);
}

// Gives whether it is done.
bool settle_job(const Storing& storing) {
    if (storing.answer.pauses_model) {
        postpone(storing, milliseconds{0}, false);
        return false;
    }
    switch (storing.answer.outcome) {
        case AnswerOutcome::answered:
            return true;
        case AnswerOutcome::unusable:
            if (unusable_answers(storing.connection, storing.job()) < 2) {
                postpone(storing, milliseconds{0}, true);
            } else {
                fail_for_good(storing);
            }
            return false;
        case AnswerOutcome::rate_limited:
        case AnswerOutcome::unavailable:
            retry_or_fail(storing);
            return false;
        case AnswerOutcome::rejected:
        case AnswerOutcome::refused:
        case AnswerOutcome::incomplete:
            fail_for_good(storing);
            return false;
    }
    std::abort();
}

// Whether the assessment became an analysis; not when what was analysed is outdated by now.
bool apply_assessment(const Storing& storing) {
    const ClaimedJob& job = storing.job();
    const AnalysisSource source = source_of(storing.answer, storing.asked_by.analyzer);
    const Assessment& assessment = storing.answer.assessment.value();
    const bool is_of_call = job.kind == JobKind::analyze_call;
    AppliedAnalysis result = is_of_call ? apply_call_analysis(storing.connection, storing.prepared,
                                                              assessment, source, storing.now)
                                        : apply_lead_analysis(storing.connection, storing.prepared,
                                                              assessment, source, storing.now);
    if (job.number && (result.call_again || !result.applied)) {
        const JobRequest again = lead_analysis(job.tenant, *job.number, job.processing_id);
        request_jobs(storing.connection, {&again, 1}, storing.now);
    }
    if (result.notification) storing.news.notifications.push_back(*std::move(result.notification));
    if (result.applied) {
        tell_listeners(storing,
                       is_of_call ? job.call.value() : storing.prepared.covered.back().call, true);
    }
    return result.applied;
}

void tell_about_stored_prompt(const Storing& storing) {
    const std::string type(to_string(storing.prepared.request.type));
    storing.news.notifications.push_back(
        {storing.job().tenant, NotificationKind::stored_prompt_refused,
         "stored-prompt-refused/" + type,
         "The API refuses the stored prompt for the " + type +
             " analysis; the built-in one is used instead. Remove its id from the "
             "configuration.",
         std::nullopt, std::nullopt, false});
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
                  const AnalysisAnswer& answer, const AskedBy& asked_by, AnswerNews& news,
                  Instant now) {
    const Storing storing{connection, prepared, answer, asked_by, news, now};
    const bool wanted = holds_lease(connection, prepared.job, asked_by.owner);
    const bool applied =
        wanted && answer.outcome == AnswerOutcome::answered && apply_assessment(storing);
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
    if (answer.stored_prompt_refused) tell_about_stored_prompt(storing);
    return settle_job(storing);
}

void tell(Connection& connection, AnswerNews& news, Instant now) {
    notify(connection, news.notifications, news.stream, now);
    append_to_stream(connection, news.stream, now);
}

}  // namespace callfold
