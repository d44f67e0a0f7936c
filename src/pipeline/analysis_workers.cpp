#include "pipeline/analysis_workers.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/log.h"
#include "pipeline/analysis_holds.h"
#include "pipeline/analyze_call.h"
#include "pipeline/analyze_lead.h"
#include "pipeline/retry_policy.h"
#include "storage/model_requests.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

AnalysisSource source_of(const AnalysisAnswer& answer, std::string_view analyzer) {
    return {analyzer, answer.model, answer.prompt_version, answer.id, &answer.dropped_fields};
}

std::string_view type_word(const PreparedAnalysis& prepared) {
    return to_string(prepared.request.type);
}

// Tenants in turns: the one after the last that was served comes first.
std::vector<TenantId> in_turns(std::vector<TenantId> tenants, TenantId last_served) {
    std::sort(tenants.begin(), tenants.end());
    const auto next = std::upper_bound(tenants.begin(), tenants.end(), last_served);
    std::rotate(tenants.begin(), next, tenants.end());
    return tenants;
}

unsigned char random_jitter() {
    return static_cast<unsigned char>(random_bytes(1).front());
}

}  // namespace

AnalysisWorkers::AnalysisWorkers(Database& database, SettingsCache& settings, Analyzer& analyzer,
                                 Metrics& metrics, WorkerOptions options)
    : database_(database),
      settings_(settings),
      analyzer_(analyzer),
      options_(std::move(options)),
      metrics_(metrics),
      tokens_in_(metrics.counter("callfold_model_input_tokens_total", "Tokens sent to the model")),
      tokens_out_(
          metrics.counter("callfold_model_output_tokens_total", "Tokens that the model wrote")),
      answer_seconds_(metrics.seconds("callfold_model_answer_seconds", "Time to an answer")),
      in_flight_gauge_(metrics.gauge("callfold_analyses_in_flight",
                                     "Requests to the model without an answer")) {}

void AnalysisWorkers::recover(Instant now) {
    const std::size_t released = database_.write([&](Connection& connection) {
        return options_.only_node ? release_jobs_of_others(connection, options_.owner, now)
                                  : release_expired_jobs(connection, now);
    });
    if (released > 0) {
        log(LogLevel::info, "jobs_recovered", {{"jobs", static_cast<std::int64_t>(released)}});
    }
}

std::size_t AnalysisWorkers::step(Instant now) {
    const std::size_t stored = store_answers(now);
    keep_leases(now);
    notify_about_pause(now);
    const std::size_t started = start_jobs(now);
    in_flight_gauge_.Set(static_cast<double>(running_.size()));
    return stored + started;
}

void AnalysisWorkers::wake() {
    woken_ = true;
    analyzer_.wake();
}

void AnalysisWorkers::give_back(Instant now) {
    database_.write([&](Connection& connection) {
        for (const auto& [id, prepared] : running_) {
            postpone_job(connection, prepared.job, options_.owner, now, std::nullopt, false, now);
            abandon_requests_of_job(connection, prepared.job);
        }
    });
    running_.clear();
}

// An answer that came is stored before anything else happens; when the database does not take it
// now, it is kept and stored later, never asked for again.
std::size_t AnalysisWorkers::store_answers(Instant now) {
    for (AnalysisAnswer& answer : analyzer_.poll(now)) {
        count(answer);
        unstored_.push_back(std::move(answer));
    }
    if (unstored_.empty()) return 0;
    database_.write([&](Connection& connection) {
        for (const AnalysisAnswer& answer : unstored_)
            store(connection, answer, now);
    });
    for (const AnalysisAnswer& answer : unstored_)
        running_.erase(answer.id);
    woken_ = true;
    return std::exchange(unstored_, {}).size();
}

// An answer that the database refuses fails its own job and nobody else's.
void AnalysisWorkers::store_alone(const AnalysisAnswer& answer, Instant now) {
    try {
        database_.write([&](Connection& connection) { store(connection, answer, now); });
    } catch (const DataError& error) {
        AnalysisAnswer refused;
        refused.id = answer.id;
        refused.outcome = AnswerOutcome::incomplete;
        refused.usage = answer.usage;
        refused.error = std::string("The answer could not be stored: ") + error.what();
        database_.write([&](Connection& connection) { store(connection, refused, now); });
    }
}

void AnalysisWorkers::store(Connection& connection, const AnalysisAnswer& answer, Instant now) {
    const auto running = running_.find(answer.id);
    if (running == running_.end()) return;
    const PreparedAnalysis& prepared = running->second;
    // Of an erased person only the cost of the answer is kept.
    const bool wanted = holds_lease(connection, prepared.job, options_.owner);
    bool applied = false;
    if (wanted && answer.outcome == AnswerOutcome::answered) {
        const AnalysisSource source = source_of(answer, analyzer_.name());
        const AppliedAnalysis result =
            prepared.job.kind == JobKind::analyze_call
                ? apply_call_analysis(connection, prepared, answer.assessment.value(), source, now)
                : apply_lead_analysis(connection, prepared, answer.assessment.value(), source, now);
        applied = result.applied;
        if (prepared.job.number && (result.call_again || !result.applied)) {
            request_lead_analysis(connection, prepared.job.tenant, *prepared.job.number,
                                  prepared.job.processing_id, now);
        }
    }
    store_model_answer(
        connection,
        {prepared.job.tenant, answer.id, to_string(answer.outcome), answer.model,
         answer.prompt_version, answer.duration, answer.http_status, answer.usage.input,
         answer.usage.cached, answer.usage.output, answer.usage.reasoning,
         answer.error.empty() || !wanted ? std::nullopt
                                         : std::optional<std::string_view>{answer.error},
         answer.error_code, wanted ? std::optional<std::string_view>{answer.raw} : std::nullopt,
         applied},
        now);
    finish(connection, prepared, answer, now);
}

void AnalysisWorkers::finish(Connection& connection, const PreparedAnalysis& prepared,
                             const AnalysisAnswer& answer, Instant now) {
    switch (answer.outcome) {
        case AnswerOutcome::answered:
            finish_job(connection, prepared.job, options_.owner, JobState::done, std::nullopt, now);
            return;
        case AnswerOutcome::unusable:
            if (unusable_answers(connection, prepared.job) < 2) {
                return postpone_job(connection, prepared.job, options_.owner, now, answer.error,
                                    true, now);
            }
            return fail_for_good(connection, prepared, answer.error, now);
        case AnswerOutcome::rate_limited:
        case AnswerOutcome::unavailable:
            return retry_or_fail(connection, prepared, answer, now);
        case AnswerOutcome::rejected:
            if (answer.pauses_model) {
                return postpone_job(connection, prepared.job, options_.owner, now, answer.error,
                                    false, now);
            }
            return fail_for_good(connection, prepared, answer.error, now);
        case AnswerOutcome::refused:
        case AnswerOutcome::incomplete:
            return fail_for_good(connection, prepared, answer.error, now);
    }
}

void AnalysisWorkers::retry_or_fail(Connection& connection, const PreparedAnalysis& prepared,
                                    const AnalysisAnswer& answer, Instant now) {
    if (answer.pauses_model) {
        return postpone_job(connection, prepared.job, options_.owner, now, answer.error, false,
                            now);
    }
    if (prepared.job.attempts >= analysis_tries_max) {
        return fail_for_good(connection, prepared, answer.error, now);
    }
    const milliseconds delay =
        retry_delay(prepared.job.attempts, answer.retry_after, random_jitter());
    postpone_job(connection, prepared.job, options_.owner, now + delay, answer.error, true, now);
}

// The call, its bill and its contact are unaffected; the job is kept and can be run again.
void AnalysisWorkers::fail_for_good(Connection& connection, const PreparedAnalysis& prepared,
                                    const std::string& error, Instant now) {
    const ClaimedJob& job = prepared.job;
    const auto became = finish_job(connection, job, options_.owner, JobState::failed, error, now);
    if (became != JobState::failed) return;
    if (job.call)
        set_analysis_status(connection, job.tenant, *job.call, AnalysisStatus::failed, now);
    notify(
        connection,
        {job.tenant, NotificationKind::analysis_failed, "analysis-failed/" + job.public_id.text(),
         "An analysis failed for good: " + error, job.call, job.number, false},
        now);
    log(LogLevel::warning, "analysis_failed",
        {{"processing_id", std::string_view{job.processing_id}},
         {"type", type_word(prepared)},
         {"error", std::string_view{error}}});
}

void AnalysisWorkers::count(const AnalysisAnswer& answer) {
    const std::string outcome(to_string(answer.outcome));
    auto& counter = answers_[outcome];
    if (counter == nullptr) {
        counter = &metrics_.counter("callfold_model_answers_total", "Answers of the model",
                                    {{"outcome", outcome}});
    }
    counter->Increment();
    tokens_in_.Increment(static_cast<double>(answer.usage.input));
    tokens_out_.Increment(static_cast<double>(answer.usage.output));
    answer_seconds_.Observe(std::chrono::duration<double>(answer.duration).count());
    const auto running = running_.find(answer.id);
    if (running == running_.end()) return;
    log(LogLevel::info, "analysis_answered",
        {{"processing_id", std::string_view{running->second.job.processing_id}},
         {"type", type_word(running->second)},
         {"outcome", to_string(answer.outcome)},
         {"duration_ms", answer.duration.count()}});
}

std::size_t AnalysisWorkers::start_jobs(Instant now) {
    const std::size_t room =
        options_.in_flight_max - std::min(options_.in_flight_max, running_.size());
    const std::size_t most = std::min(room, analyzer_.capacity(now));
    if (most == 0 || (!woken_ && now < next_claim_)) return 0;
    woken_ = false;
    next_claim_ = now + options_.claim_interval;
    std::vector<PreparedAnalysis> claimed =
        database_.write([&](Connection& connection) { return claim(connection, most, now); });
    if (claimed.size() >= most) woken_ = true;
    for (PreparedAnalysis& prepared : claimed) {
        AnalysisRequest request = std::move(prepared.request);
        prepared.request = {};
        prepared.request.id = request.id;
        prepared.request.type = request.type;
        running_.emplace(request.id, std::move(prepared));
        analyzer_.start(std::move(request), now);
    }
    return claimed.size();
}

std::vector<PreparedAnalysis> AnalysisWorkers::claim(Connection& connection, std::size_t most,
                                                     Instant now) {
    const auto settings = settings_.within(connection);
    const std::vector<TenantId> tenants =
        in_turns(tenants_with_waiting_jobs(connection), last_served_);
    std::vector<PreparedAnalysis> claimed;
    std::size_t tenants_left = tenants.size();
    for (const TenantId tenant : tenants) {
        const std::size_t share = (most - claimed.size() + tenants_left - 1) / tenants_left;
        --tenants_left;
        if (share == 0) break;
        if (is_held(connection, settings->tenant(tenant), now)) continue;
        for (const ClaimedJob& job :
             claim_jobs(connection, tenant, options_.owner, now, now + options_.lease, share)) {
            if (auto prepared = prepare(connection, job, *settings, now)) {
                claimed.push_back(std::move(*prepared));
            }
        }
        last_served_ = tenant;
    }
    return claimed;
}

std::optional<PreparedAnalysis> AnalysisWorkers::prepare(Connection& connection,
                                                         const ClaimedJob& job,
                                                         const Settings& settings, Instant now) {
    auto prepared = job.kind == JobKind::analyze_call
                        ? prepare_call_analysis(connection, job, settings)
                        : prepare_lead_analysis(connection, job, settings);
    if (!prepared) {
        finish_job(connection, job, options_.owner, JobState::canceled, std::nullopt, now);
        return std::nullopt;
    }
    prepared->request.second_try = unusable_answers(connection, job) > 0;
    prepared->request.id =
        record_model_request(connection, job, prepared->request.type, analyzer_.name(), now);
    return prepared;
}

bool AnalysisWorkers::is_held(Connection& connection, const TenantSettings& tenant, Instant now) {
    const auto reason = analysis_hold(connection, tenant, now);
    const auto held = held_.find(tenant.id);
    if (reason && (held == held_.end() || held->second != reason->words)) {
        hold_jobs(connection, tenant.id, reason->words);
        tell_about_hold(connection, tenant, *reason, now);
        held_[tenant.id] = reason->words;
    }
    if (!reason && held != held_.end()) {
        hold_jobs(connection, tenant.id, std::nullopt);
        held_.erase(held);
    }
    return reason.has_value();
}

void AnalysisWorkers::keep_leases(Instant now) {
    if (now < next_lease_) return;
    next_lease_ = now + options_.lease / 4;
    database_.write([&](Connection& connection) {
        if (!running_.empty()) extend_leases(connection, options_.owner, now + options_.lease);
        if (!options_.only_node) release_expired_jobs(connection, now);
    });
}

// The model refuses in a way that only people can mend: every tenant with waiting work is told
// once.
void AnalysisWorkers::notify_about_pause(Instant now) {
    const auto paused = analyzer_.paused();
    if (!paused) {
        told_about_pause_ = false;
        return;
    }
    if (std::exchange(told_about_pause_, true)) return;
    log(LogLevel::error, "model_paused", {{"reason", std::string_view{*paused}}});
    database_.write([&](Connection& connection) {
        for (const TenantId tenant : tenants_with_waiting_jobs(connection)) {
            notify(connection,
                   {tenant, NotificationKind::model_paused,
                    "model-paused/" + std::to_string(to_unix_us(now)), "Analyses wait: " + *paused,
                    std::nullopt, std::nullopt, false},
                   now);
        }
    });
}

}  // namespace callfold
