#include "bench/jobs/wake_latency.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/metrics.h"
#include "bench/jobs/backlog.h"
#include "bench/jobs/noop_analyzer.h"
#include "pipeline/analysis_workers.h"
#include "storage/node_signals.h"

namespace callfold::bench {
namespace {

using std::chrono::steady_clock;

// As in app/application.
constexpr milliseconds workers_wait{200};
constexpr milliseconds signals_wait{100};
// Jobs are requested apart, and at no certain moment of anybody's waiting.
constexpr milliseconds pause{37};

// Takes turn after turn until its end.
class Loop {
  public:
    explicit Loop(std::function<void()> turn)
        : thread_([this, turn = std::move(turn)] {
              while (!stopping_)
                  turn();
          }) {}
    ~Loop() {
        stopping_ = true;
        thread_.join();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

  private:
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

// When the last job was claimed.
class Claimed {
  public:
    void now() {
        {
            const std::lock_guard lock(mutex_);
            at_ = steady_clock::now();
            is_new_ = true;
        }
        changed_.notify_all();
    }
    steady_clock::time_point wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_new_; });
        is_new_ = false;
        return at_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    steady_clock::time_point at_;
    bool is_new_ = false;
};

// The analysis of a node: its thread, and the one that hears of other nodes.
class Node {
  public:
    Node(const std::string& url, Claimed& claimed)
        : database_(open_database({.url = url}).value()),
          signals_(open_node_signals({.url = url})),
          settings_(*database_),
          analyzer_([&claimed] { claimed.now(); }),
          workers_(*database_, settings_, analyzer_, metrics_, options(*database_)),
          worker_([this] {
              if (workers_.step(SystemClock{}.now()) == 0) workers_.wait(workers_wait);
          }) {
        if (!signals_) return;
        listener_.emplace([this] {
            if (!signals_->exchange(signals_wait).empty()) workers_.wake();
        });
    }

    void wake() { workers_.wake(); }

  private:
    static WorkerOptions options(const Database& database) {
        WorkerOptions options;
        options.owner = "bench";
        options.only_node = database.engine() == Engine::sqlite;
        return options;
    }

    std::unique_ptr<Database> database_;
    std::unique_ptr<NodeSignals> signals_;
    SettingsCache settings_;
    Metrics metrics_;
    NoopAnalyzer analyzer_;
    AnalysisWorkers workers_;
    Loop worker_;
    std::optional<Loop> listener_;
};

template <class Tell>
std::vector<double> latencies(Backlog& backlog, Claimed& claimed, int times, Tell tell) {
    std::vector<double> waits;
    for (int i = 0; i < times; ++i) {
        std::this_thread::sleep_for(pause);
        backlog.request_again(1);
        const auto committed = steady_clock::now();
        tell();
        waits.push_back(
            std::chrono::duration<double, std::milli>(claimed.wait() - committed).count());
    }
    return waits;
}

}  // namespace

WakeLatencies wake_latencies(const std::string& url, const std::string& bodies_folder, int times) {
    Workplace workplace(url);
    Backlog backlog(workplace, bodies_folder, static_cast<std::size_t>(2 * times));
    backlog.work_off();
    Claimed claimed;
    WakeLatencies found;
    Node node(url, claimed);
    found.same_node_ms = latencies(backlog, claimed, times, [&node] { node.wake(); });
    const auto signals = open_node_signals({.url = url});
    if (!signals) return found;
    const Loop teller([&signals] { signals->exchange(signals_wait); });
    found.other_node_ms =
        latencies(backlog, claimed, times, [&signals] { signals->tell(NodeSignal::jobs); });
    return found;
}

}  // namespace callfold::bench
