#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "pipeline/commit_batch.h"
#include "pipeline/settings_cache.h"

namespace callfold {

struct CommitterLimits {
    std::size_t queue_max = 20'000;  // webhooks that wait; above it new ones are refused
    std::size_t batch_max = 256;     // webhooks of one transaction
    // Batches begin this far apart, so that more webhooks share the pages and the sync of one...
    milliseconds pace{4};
    // ...unless so many wait already. Beside a batch under way only so many begin another one.
    std::size_t batch_enough = 64;
    milliseconds longest_wait{5'000};  // older ones are refused, so that their sender tries again
};

// Called once, after the commit or when it was given up, on any thread; must not throw. An error is
// `unavailable`: nothing of the webhook is kept.
using CommitDone = std::function<void(const Result<Committed>&)>;

// Runs what it is given, soon, on a thread that has time for it: acknowledgements are no work of
// a thread that writes.
using HandOver = std::function<void(std::function<void()>)>;

// Group commit: webhooks that arrive together share a transaction. Thread-safe: several threads may
// `wait` and `step` side by side, each with a batch of its own. That pays where the database writes
// side by side too: one batch is read and folded while another one waits for its commit. What is
// called done was on disk before.
class Committer {
  public:
    Committer(
        Database& database, SettingsCache& settings, Metrics& metrics,
        const CommitterLimits& limits, std::function<void()> wake_workers,
        HandOver hand_over = [](const std::function<void()>& work) { work(); });

    // False when the queue is full: answer 503.
    bool enqueue(IncomingWebhook webhook, CommitDone done);

    // Commits the webhooks that wait, at most one batch; gives how many it finished. After a
    // failure that may pass they stay at the front of the queue, and it gives 0; so it does where
    // another thread has a batch under way and few wait beside it.
    std::size_t step(Instant now);

    // Waits until the next batch is due, or `longest` has passed without a webhook for one. The
    // first webhook after a pause is due at once.
    void wait(milliseconds longest);
    // Ends all waits; from now on none begins.
    void end_waits();

    // Whether the last step met a database that does not answer.
    bool is_failing() const;
    // Whether so many webhooks come that one thread does not keep up with them.
    bool has_batches_side_by_side() const;

  private:
    struct Waiting {
        IncomingWebhook webhook;
        CommitDone done;
    };
    using Batch = std::deque<Waiting>;
    class BatchUnderWay;

    void look_whether_it_is_back();
    void set_failing(bool failing);
    bool may_begin() const;
    Batch take_old(Instant now);
    Batch take_batch();
    void end_batch(Batch left);
    void refuse(Waiting& waiting);
    void acknowledge(Waiting& waiting, const IncomingWebhook& webhook, const Committed& committed);
    std::size_t commit(Batch& batch, Instant now);
    void commit_alone(Waiting& waiting, Instant now);
    std::optional<BatchResult> write_or_quarantine(IncomingWebhook& webhook, Instant now);
    BatchResult write(std::span<const IncomingWebhook> webhooks, Instant now);

    Database& database_;
    SettingsCache& settings_;
    const CommitterLimits limits_;
    const std::function<void()> wake_workers_;
    const HandOver hand_over_;

    prometheus::Counter& committed_;
    prometheus::Counter& duplicates_;
    prometheus::Counter& quarantined_;
    prometheus::Counter& refused_;
    prometheus::Counter& failures_;
    prometheus::Histogram& commit_seconds_;
    prometheus::Gauge& waiting_gauge_;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable arrived_;
    Batch waiting_;
    std::chrono::steady_clock::time_point next_batch_due_{};
    int under_way_ = 0;  // batches
    bool waits_ended_ = false;
    bool failing_ = false;
};

}  // namespace callfold
