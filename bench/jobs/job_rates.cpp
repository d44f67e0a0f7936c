#include "bench/jobs/job_rates.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "base/function_ref.h"
#include "base/metrics.h"
#include "bench/jobs/backlog.h"
#include "bench/jobs/held_snapshot.h"
#include "bench/jobs/noop_analyzer.h"
#include "pipeline/analysis_workers.h"

namespace callfold::bench {
namespace {

using std::chrono::steady_clock;

constexpr std::string_view owner = "bench";
constexpr std::size_t jobs_per_transaction = 64;
constexpr milliseconds lease{120'000};
constexpr milliseconds log_interval{20};
constexpr milliseconds longest_wait{20};

// Does some work; gives how many jobs it completed.
using Turn = FunctionRef<std::size_t()>;

// Moves the log of SQLite as the program does.
class LogMover {
  public:
    explicit LogMover(Database& database)
        : thread_([this, &database] {
              while (!stopping_) {
                  database.checkpoint();
                  std::this_thread::sleep_for(log_interval);
              }
          }) {}
    ~LogMover() {
        stopping_ = true;
        thread_.join();
    }
    LogMover(const LogMover&) = delete;
    LogMover& operator=(const LogMover&) = delete;

  private:
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

class Measurement {
  public:
    explicit Measurement(const RateOptions& options)
        : options_(options),
          workplace_(options.url),
          backlog_(workplace_, options.bodies_folder, options.waiting) {}

    Workplace& workplace() { return workplace_; }

    JobRates run(Turn turn) {
        const LogMover log_mover(workplace_.database());
        const Refill refill(backlog_, done_);
        turns_for(turn, warm_up);
        JobRates rates;
        rates.before = turns_for(turn, options_.time).rate();
        {
            const HeldSnapshot snapshot(options_.url);
            const Spell most = turns_for(turn, options_.held - options_.time);
            const Spell end = turns_for(turn, options_.time);
            rates.held = Spell{most.jobs + end.jobs, most.spent + end.spent}.rate();
            rates.held_end = end.rate();
        }
        rates.after = turns_for(turn, options_.time).rate();
        return rates;
    }

  private:
    static constexpr seconds warm_up{2};

    struct Spell {
        std::size_t jobs = 0;
        std::chrono::duration<double> spent{};

        double rate() const { return static_cast<double>(jobs) / spent.count(); }
    };

    Spell turns_for(Turn turn, seconds time) {
        const auto began = steady_clock::now();
        const std::size_t before = done_;
        while (steady_clock::now() - began < time)
            done_ += turn();
        return {done_ - before, steady_clock::now() - began};
    }

    const RateOptions& options_;
    Workplace workplace_;
    Backlog backlog_;
    std::atomic<std::size_t> done_{0};
};

// As the workers of the program do it.
std::size_t claim_and_complete(Database& database, TenantId tenant, ClaimBounds& bounds) {
    const TenantScope scope(tenant);
    const Instant now = SystemClock{}.now();
    bounds.forget_now_and_then(now);
    const auto jobs = database.write([&](Connection& connection) {
        return claim_jobs(connection, tenant, owner, now, now + lease, jobs_per_transaction,
                          bounds.due_after(tenant));
    });
    std::vector<const ClaimedJob*> done;
    for (const ClaimedJob& job : jobs)
        done.push_back(&job);
    database.write([&](Connection& connection) { complete_jobs(connection, done, owner, now); });
    bounds.claimed(tenant, jobs, now);
    return jobs.size();
}

}  // namespace

JobRates rates_of_queue(const RateOptions& options) {
    Measurement measurement(options);
    Workplace& workplace = measurement.workplace();
    ClaimBounds bounds;
    const auto turn = [&] {
        return claim_and_complete(workplace.database(), workplace.tenant(), bounds);
    };
    return measurement.run(turn);
}

JobRates rates_of_workers(const RateOptions& options) {
    Measurement measurement(options);
    Database& database = measurement.workplace().database();
    SettingsCache settings(database);
    NoopAnalyzer analyzer;
    Metrics metrics;
    WorkerOptions worker_options;
    worker_options.owner = owner;
    worker_options.only_node = database.engine() == Engine::sqlite;
    AnalysisWorkers workers(database, settings, analyzer, metrics, worker_options);
    workers.recover(SystemClock{}.now());
    const auto turn = [&] {
        const std::size_t before = analyzer.answered();
        if (workers.step(SystemClock{}.now()) == 0) workers.wait(longest_wait);
        return analyzer.answered() - before;
    };
    return measurement.run(turn);
}

}  // namespace callfold::bench
