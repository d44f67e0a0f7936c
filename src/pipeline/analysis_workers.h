#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "base/metrics.h"
#include "pipeline/analysis_holds.h"
#include "pipeline/claim_bounds.h"
#include "pipeline/prepared_analysis.h"
#include "pipeline/prompt_trial.h"
#include "pipeline/retry_policy.h"
#include "pipeline/settings_cache.h"
#include "pipeline/store_answer.h"
#include "storage/database.h"
#include "storage/tenant_scope.h"

namespace callfold {

struct WorkerOptions {
    std::string owner;      // names this process in leases
    bool only_node = true;  // nobody else works on this database (SQLite)
    std::size_t in_flight_max = 64;
    // Jobs that are claimed, and answers that are stored, in one transaction: so few that a batch
    // of webhooks hardly waits for them. Answers are stored one by one while somebody waits.
    std::size_t transaction_max = 8;
    milliseconds lease{120'000};
    milliseconds claim_interval{1'000};  // how often to look for jobs that nobody woke us for
    std::function<unsigned char()> jitter = random_jitter;  // of the waits between tries
};

// Works the durable analysis jobs off: claims them, asks the analyzer, and stores what it says. The
// network is never inside a transaction: read and record, ask, write. Used by one thread, except
// where it says otherwise.
class AnalysisWorkers {
  public:
    AnalysisWorkers(Database& database, SettingsCache& settings, Analyzer& analyzer,
                    Metrics& metrics, WorkerOptions options);

    // Takes back what a crash left running. Once, before the first step.
    void recover(Instant now);

    // Stores the answers that have come and starts what may be started; gives how many answers and
    // jobs that were. Throws InfrastructureError when the database does not answer; nothing is
    // lost.
    std::size_t step(Instant now);

    // Waits for an answer, a wake or `longest`.
    void wait(milliseconds longest) { analyzer_.wait(longest); }
    // There may be new jobs. From any thread.
    void wake();

    std::size_t in_flight() const { return running_.size(); }

    // Asks on the side; from any thread. False when too many are asked already.
    bool try_prompt(PromptTrial trial);

    // The pause of the model as of the last step; absent while there is none. From any thread.
    std::optional<ModelPause> pause() const;
    // Somebody asks to try a paused model now. From any thread.
    void resume();

    // Gives back what runs: at the end of the program. Answers that come later are lost, and asked
    // for again.
    void give_back(Instant now);

  private:
    using Running = std::map<ModelRequestId, PreparedAnalysis>;
    struct Claimed {
        std::vector<PreparedAnalysis> analyses;
        std::size_t jobs = 0;  // those included that came to nothing
        AnalysisHolds holds;
        ClaimBounds bounds;
        TenantId last_served;
    };

    // Of a transaction: the jobs that are done, and what is to be told.
    struct Stored {
        std::vector<const ClaimedJob*> done;
        AnswerNews news;
    };

    TenantScope scope_of_running() const;
    std::size_t store_answers(Instant now);
    std::size_t store_some(Connection& connection, std::size_t most, Instant now);
    void forget_stored(std::size_t count, Instant now);
    void store_alone(const AnalysisAnswer& answer, Instant now);
    void lock_for(Connection& connection, std::span<const AnalysisAnswer* const> answers) const;
    void store(Connection& connection, const AnalysisAnswer& answer, Stored& outcome, Instant now);
    void finish(Connection& connection, Stored& outcome, Instant now) const;
    void count(const AnalysisAnswer& answer);

    std::size_t start_trials(Instant now);
    // Takes the trial unless it throws.
    void start_trial(PromptTrial& trial, Instant now);
    void keep_trial_answer(Connection& connection, const PromptTrial& trial,
                           const AnalysisAnswer& answer, Instant now) const;
    std::size_t start_jobs(Instant now);
    void release_doubtful_claims(Instant now);
    Claimed claim(Connection& connection, std::size_t most, Instant now) const;
    std::optional<PreparedAnalysis> prepare_or_fail(Connection& connection, const ClaimedJob& job,
                                                    const Settings& settings, Instant now) const;
    std::optional<PreparedAnalysis> prepare(Connection& connection, const ClaimedJob& job,
                                            const Settings& settings, Instant now) const;
    void record_requests(Connection& connection, std::span<PreparedAnalysis> analyses,
                         Instant now) const;
    void keep_leases(Instant now);
    void show_pause(Instant now);

    Database& database_;
    SettingsCache& settings_;
    Analyzer& analyzer_;
    const WorkerOptions options_;
    std::map<std::string, prometheus::Counter*> answers_;
    Metrics& metrics_;
    prometheus::Counter& tokens_in_;
    prometheus::Counter& tokens_out_;
    prometheus::Histogram& answer_seconds_;
    prometheus::Gauge& in_flight_gauge_;

    Running running_;
    std::deque<AnalysisAnswer> unstored_;  // answers that the database has not taken yet
    AnalysisHolds holds_;
    ClaimBounds bounds_;
    TenantId last_served_;               // tenants take turns
    bool claims_are_in_doubt_ = false;   // a claim failed, and may have been committed all the same
    std::optional<Instant> told_pause_;  // since when, of the one that was logged
    std::atomic<bool> resume_is_asked_{false};
    std::map<ModelRequestId, PromptTrial> trials_;  // under way
    std::atomic<std::size_t> trials_open_{0};       // and those that wait
    mutable std::mutex mutex_;                      // guards what follows
    std::optional<ModelPause> pause_;               // what other threads are told
    std::deque<PromptTrial> waiting_trials_;
    Instant next_claim_{};
    Instant next_lease_{};
    Instant next_pause_look_{};
    std::atomic<bool> woken_{true};
};

}  // namespace callfold
