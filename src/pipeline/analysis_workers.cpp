#include "pipeline/analysis_workers.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <typeinfo>

#include "base/log.h"
#include "pipeline/analyze_call.h"
#include "pipeline/analyze_lead.h"
#include "pipeline/prompt_request.h"
#include "pipeline/store_answer.h"
#include "storage/analytics.h"
#include "storage/model_requests.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

// Prompts that are tried at once, by everybody.
constexpr std::size_t trials_max = 8;

std::optional<std::string> reason_of(const std::optional<ModelPause>& pause) {
    if (!pause) return std::nullopt;
    return pause->because;
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
    const TenantScope scope = TenantScope::every_tenant();
    const std::size_t released = database_.write([&](Connection& connection) {
        const std::size_t jobs = options_.only_node
                                     ? release_jobs_of_others(connection, options_.owner, now)
                                     : release_expired_jobs(connection, now);
        abandon_requests_without_job(connection);
        return jobs;
    });
    if (released > 0) {
        log(LogLevel::info, "jobs_recovered", {{"jobs", static_cast<std::int64_t>(released)}});
    }
}

std::size_t AnalysisWorkers::step(Instant now) {
    const std::size_t stored = store_answers(now);
    keep_leases(now);
    if (resume_is_asked_.exchange(false)) analyzer_.resume(now);
    show_pause(now);
    release_doubtful_claims(now);
    const std::size_t started = start_trials(now) + start_jobs(now);
    in_flight_gauge_.Set(static_cast<double>(running_.size()));
    return stored + started;
}

void AnalysisWorkers::wake() {
    woken_ = true;
    analyzer_.wake();
}

std::optional<ModelPause> AnalysisWorkers::pause() const {
    const std::lock_guard lock(mutex_);
    return pause_;
}

void AnalysisWorkers::resume() {
    resume_is_asked_ = true;
    wake();
}

void AnalysisWorkers::give_back(Instant now) {
    store_answers(now);
    release_doubtful_claims(now);
    const TenantScope scope = scope_of_running();
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
    const std::size_t stored = unstored_.size();
    if (stored == 0) return 0;
    woken_ = true;
    const TenantScope scope = scope_of_running();
    while (!unstored_.empty()) {
        const std::size_t together = std::min(unstored_.size(), options_.transaction_max);
        try {
            const std::size_t count = database_.write(
                [&](Connection& connection) { return store_some(connection, together, now); });
            forget_stored(count, now);
        } catch (const InfrastructureError&) {
            throw;
        } catch (const std::exception&) {
            // One of them is at fault, and which one shows when they go alone.
            for (std::size_t i = 0; i < together; ++i) {
                store_alone(unstored_.front(), now);
                forget_stored(1, now);
            }
        }
    }
    return stored;
}

TenantScope AnalysisWorkers::scope_of_running() const {
    std::set<TenantId> tenants;
    for (const auto& [id, prepared] : running_)
        tenants.insert(prepared.job.tenant);
    for (const auto& [id, trial] : trials_)
        tenants.insert(trial.question.tenant);
    return TenantScope(std::vector(tenants.begin(), tenants.end()));
}

// Fewer than `most` when somebody waits to write; gives how many.
std::size_t AnalysisWorkers::store_some(Connection& connection, std::size_t most, Instant now) {
    std::vector<const AnalysisAnswer*> answers;
    for (std::size_t i = 0; i < most; ++i)
        answers.push_back(&unstored_[i]);
    lock_for(connection, answers);
    Stored outcome;
    std::size_t stored = 0;
    do {
        store(connection, unstored_[stored++], outcome, now);
    } while (stored < most && !database_.others_wait_to_write());
    finish(connection, outcome, now);
    return stored;
}

void AnalysisWorkers::forget_stored(std::size_t count, Instant now) {
    for (; count > 0; --count) {
        AnalysisAnswer& answer = unstored_.front();
        const std::int64_t tokens = answer.usage.input + answer.usage.output;
        const Instant sent_at = now - answer.duration;
        if (const auto running = running_.extract(answer.id)) {
            holds_.add_spent(running.mapped().job.tenant, tokens, sent_at);
        }
        if (const auto trial = trials_.extract(answer.id)) {
            --trials_open_;
            const PromptTrial& asked = trial.mapped();
            holds_.add_spent(asked.question.tenant, tokens, sent_at);
            asked.done(prompt_answer(asked.question, std::move(answer)));
        }
        unstored_.pop_front();
    }
}

// An answer that cannot be stored fails its own job and nobody else's; what it cost is kept.
void AnalysisWorkers::store_alone(const AnalysisAnswer& answer, Instant now) {
    AnalysisAnswer refused;
    refused.id = answer.id;
    refused.outcome = AnswerOutcome::incomplete;
    refused.model = answer.model;
    refused.prompt_version = answer.prompt_version;
    refused.usage = answer.usage;
    refused.duration = answer.duration;
    const auto store_locked = [&](const AnalysisAnswer& stored) {
        database_.write([&](Connection& connection) {
            const AnalysisAnswer* const alone[] = {&stored};
            lock_for(connection, alone);
            Stored outcome;
            store(connection, stored, outcome, now);
            finish(connection, outcome, now);
        });
    };
    try {
        return store_locked(answer);
    } catch (const InfrastructureError&) {
        throw;
    } catch (const DataError& error) {
        refused.error = std::string("The answer could not be stored: ") + error.what();
    } catch (const DamagedError& error) {
        refused.error = std::string("The answer could not be stored: ") + error.what();
    } catch (const std::exception& error) {
        // Its words may quote what was read.
        refused.error = "The answer could not be stored: a fault of the program.";
        log(LogLevel::error, "answer_not_stored",
            {{"fault", std::string_view{typeid(error).name()}}});
    }
    store_locked(refused);
}

void AnalysisWorkers::lock_for(Connection& connection,
                               std::span<const AnalysisAnswer* const> answers) const {
    std::vector<CallOfTenant> calls;
    std::set<LeadKey> leads;
    for (const AnalysisAnswer* answer : answers) {
        const auto running = running_.find(answer->id);
        if (running == running_.end()) continue;
        const ClaimedJob& job = running->second.job;
        if (job.call) calls.push_back({job.tenant, *job.call});
        if (job.number) leads.emplace(job.tenant, *job.number);
    }
    lock_calls_and_leads(connection, calls, std::move(leads));
}

// What the answer touches must be locked. Its job is added to `done` where it is.
void AnalysisWorkers::store(Connection& connection, const AnalysisAnswer& answer, Stored& outcome,
                            Instant now) {
    const auto trial = trials_.find(answer.id);
    if (trial != trials_.end()) return keep_trial_answer(connection, trial->second, answer, now);
    const auto running = running_.find(answer.id);
    if (running == running_.end()) return;
    const AskedBy asked_by{analyzer_.name(), options_.owner, options_.jitter};
    if (store_answer(connection, running->second, answer, asked_by, outcome.news, now)) {
        outcome.done.push_back(&running->second.job);
    }
}

void AnalysisWorkers::finish(Connection& connection, Stored& outcome, Instant now) const {
    complete_jobs(connection, outcome.done, options_.owner, now);
    tell(connection, outcome.news, now);
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

bool AnalysisWorkers::try_prompt(PromptTrial trial) {
    if (++trials_open_ > trials_max) {
        --trials_open_;
        return false;
    }
    {
        const std::lock_guard lock(mutex_);
        waiting_trials_.push_back(std::move(trial));
    }
    analyzer_.wake();
    return true;
}

std::size_t AnalysisWorkers::start_trials(Instant now) {
    if (trials_open_ == 0 || (analyzer_.capacity(now) == 0 && !analyzer_.pause())) return 0;
    std::deque<PromptTrial> waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting.swap(waiting_trials_);
    }
    const std::size_t count = waiting.size();
    try {
        for (; !waiting.empty(); waiting.pop_front())
            start_trial(waiting.front(), now);
    } catch (const InfrastructureError&) {
        const std::lock_guard lock(mutex_);
        waiting_trials_.insert(waiting_trials_.begin(), std::make_move_iterator(waiting.begin()),
                               std::make_move_iterator(waiting.end()));
        throw;
    }
    return count;
}

// Held like a job, and counted like any request.
void AnalysisWorkers::start_trial(PromptTrial& trial, Instant now) {
    AnalysisRequest request = prompt_request(trial.question);
    std::optional<std::string> refusal = reason_of(analyzer_.pause());
    if (!refusal) {
        const TenantScope scope(request.tenant);
        refusal = database_.write([&](Connection& connection) -> std::optional<std::string> {
            const auto settings = settings_.within(connection);
            const auto hold = analysis_hold(connection, settings->tenant(request.tenant), now);
            if (hold) return hold->words;
            ClaimedJob no_job;
            no_job.tenant = request.tenant;
            request.id =
                record_model_request(connection, no_job, request.type, analyzer_.name(), now);
            return std::nullopt;
        });
    }
    if (refusal) {
        --trials_open_;
        PromptAnswer answer;
        answer.error = *refusal;
        return trial.done(std::move(answer));
    }
    trials_.emplace(request.id, std::move(trial));
    analyzer_.start(std::move(request), now);
}

// What it cost, and nothing of what was said.
void AnalysisWorkers::keep_trial_answer(Connection& connection, const PromptTrial& trial,
                                        const AnalysisAnswer& answer, Instant now) const {
    ModelAnswer kept;
    kept.tenant = trial.question.tenant;
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
    kept.error_code = answer.error_code;
    store_model_answer(connection, kept, now);
}

std::size_t AnalysisWorkers::start_jobs(Instant now) {
    const std::size_t room =
        options_.in_flight_max - std::min(options_.in_flight_max, running_.size());
    const std::size_t most = std::min({room, analyzer_.capacity(now), options_.transaction_max});
    if (most == 0 || (!woken_ && now < next_claim_)) return 0;
    woken_ = false;
    next_claim_ = now + options_.claim_interval;
    bounds_.forget_now_and_then(now);
    claims_are_in_doubt_ = true;
    Claimed claimed =
        database_.write([&](Connection& connection) { return claim(connection, most, now); });
    claims_are_in_doubt_ = false;
    holds_ = std::move(claimed.holds);
    bounds_ = std::move(claimed.bounds);
    last_served_ = claimed.last_served;
    if (claimed.jobs >= most || holds_.has_more_to_mark()) woken_ = true;
    for (PreparedAnalysis& prepared : claimed.analyses) {
        AnalysisRequest request = std::move(prepared.request);
        prepared.request = {};
        prepared.request.id = request.id;
        prepared.request.type = request.type;
        running_.emplace(request.id, std::move(prepared));
        analyzer_.start(std::move(request), now);
    }
    return claimed.jobs;
}

// When the answer to a commit is lost, the jobs may be ours without our knowing.
void AnalysisWorkers::release_doubtful_claims(Instant now) {
    if (!claims_are_in_doubt_) return;
    std::set<JobId> known;
    for (const auto& [id, prepared] : running_)
        known.insert(prepared.job.id);
    const TenantScope scope = TenantScope::every_tenant();
    database_.write([&](Connection& connection) {
        release_unknown_jobs(connection, options_.owner, known, now);
    });
    claims_are_in_doubt_ = false;
    woken_ = true;
}

// What it remembers counts once the transaction is committed.
AnalysisWorkers::Claimed AnalysisWorkers::claim(Connection& connection, std::size_t most,
                                                Instant now) const {
    const auto settings = settings_.within(connection);
    const auto paused = reason_of(analyzer_.pause());
    const std::vector<TenantId> tenants =
        in_turns(tenants_with_waiting_jobs(connection, bounds_.claimed_until()), last_served_);
    Claimed claimed{{}, 0, holds_, bounds_, last_served_};
    std::size_t tenants_left = tenants.size();
    for (const TenantId tenant : tenants) {
        const std::size_t share =
            (most - claimed.analyses.size() + tenants_left - 1) / tenants_left;
        --tenants_left;
        if (share == 0) break;
        connection.work_for({&tenant, 1});
        if (claimed.holds.look(connection, settings->tenant(tenant), paused, now)) continue;
        const auto jobs = claim_jobs(connection, tenant, options_.owner, now, now + options_.lease,
                                     share, claimed.bounds.due_after(tenant));
        claimed.bounds.claimed(tenant, jobs, now);
        claimed.jobs += jobs.size();
        std::vector<PreparedAnalysis> analyses;
        for (const ClaimedJob& job : jobs) {
            if (auto prepared = prepare_or_fail(connection, job, *settings, now)) {
                analyses.push_back(std::move(*prepared));
            }
        }
        record_requests(connection, analyses, now);
        std::move(analyses.begin(), analyses.end(), std::back_inserter(claimed.analyses));
        claimed.last_served = tenant;
    }
    return claimed;
}

// A job whose rows cannot be read back fails, instead of stopping all others for ever.
std::optional<PreparedAnalysis> AnalysisWorkers::prepare_or_fail(Connection& connection,
                                                                 const ClaimedJob& job,
                                                                 const Settings& settings,
                                                                 Instant now) const {
    try {
        return prepare(connection, job, settings, now);
    } catch (const InfrastructureError&) {
        throw;
    } catch (const DataError&) {
        throw;
    } catch (const std::exception& error) {
        const std::string reason = "What is stored of the call or the lead cannot be read back.";
        finish_job(connection, job, options_.owner, JobState::failed, reason, now);
        if (job.call)
            set_analysis_status(connection, job.tenant, *job.call, AnalysisStatus::failed, now);
        log(LogLevel::error, "analysis_not_prepared",
            {{"processing_id", std::string_view{job.processing_id}},
             {"fault", std::string_view{typeid(error).name()}}});
        return std::nullopt;
    }
}

std::optional<PreparedAnalysis> AnalysisWorkers::prepare(Connection& connection,
                                                         const ClaimedJob& job,
                                                         const Settings& settings,
                                                         Instant now) const {
    auto prepared = job.kind == JobKind::analyze_call
                        ? prepare_call_analysis(connection, job, settings)
                        : prepare_lead_analysis(connection, job, settings);
    if (!prepared) {
        finish_job(connection, job, options_.owner, JobState::canceled, std::nullopt, now);
        if (job.call) skip_forgotten_analysis(connection, job.tenant, *job.call, now);
        return std::nullopt;
    }
    prepared->request.second_try = unusable_answers(connection, job) > 0;
    return prepared;
}

void AnalysisWorkers::record_requests(Connection& connection, std::span<PreparedAnalysis> analyses,
                                      Instant now) const {
    std::vector<PlannedRequest> planned;
    for (const PreparedAnalysis& prepared : analyses)
        planned.push_back({&prepared.job, prepared.request.type});
    const auto ids = record_model_requests(connection, planned, analyzer_.name(), now);
    for (PreparedAnalysis& prepared : analyses)
        prepared.request.id = ids.at(prepared.job.id);
}

void AnalysisWorkers::keep_leases(Instant now) {
    if (now < next_lease_) return;
    next_lease_ = now + options_.lease / 4;
    const TenantScope scope = scope_of_running();
    std::vector<ClaimedJob> running;
    for (const auto& [id, prepared] : running_)
        running.push_back(prepared.job);
    const std::size_t released = database_.write([&](Connection& connection) {
        // Only what runs: a claim whose commit got lost on its way back is not known here, and its
        // lease has to end.
        extend_leases(connection, running, options_.owner, now + options_.lease);
        return release_expired_jobs(connection, now);
    });
    if (released > 0) bounds_.forget();
}

// While the model is paused, waiting jobs say why they wait, and every tenant that has some is told
// once.
void AnalysisWorkers::show_pause(Instant now) {
    const auto pause = analyzer_.pause();
    {
        const std::lock_guard lock(mutex_);
        pause_ = pause;
    }
    if (!pause) return told_pause_.reset();
    if (told_pause_ != pause->since) {
        log(LogLevel::error, "model_paused",
            {{"cause", to_string(pause->cause)}, {"reason", std::string_view{pause->because}}});
        told_pause_ = pause->since;
        next_pause_look_ = now;
    }
    if (now < next_pause_look_) return;
    next_pause_look_ = now + options_.claim_interval;
    holds_ = database_.write([&](Connection& connection) {
        AnalysisHolds holds = holds_;
        const auto settings = settings_.within(connection);
        for (const TenantId tenant : tenants_with_waiting_jobs(connection)) {
            connection.work_for({&tenant, 1});
            holds.look(connection, settings->tenant(tenant), pause->because, now);
            notify(connection,
                   {tenant, NotificationKind::model_paused,
                    "model-paused/" + std::to_string(to_unix_us(pause->since)),
                    "Analyses wait: " + pause->because, std::nullopt, std::nullopt, false},
                   now);
        }
        return holds;
    });
    if (holds_.has_more_to_mark()) next_pause_look_ = now;
}

}  // namespace callfold
