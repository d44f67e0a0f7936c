#include "pipeline/committer.h"

#include <iterator>

#include "base/log.h"

namespace callfold {
namespace {

tl::unexpected<Error> try_again() {
    return fail(ErrorCode::unavailable,
                "The webhook could not be stored in time. Send it again; nothing of it was kept.");
}

void log_committed(const IncomingWebhook& webhook, const Committed& committed) {
    const std::string event_id = committed.event_id.text();
    log(LogLevel::debug, "webhook_committed",
        {{"processing_id", std::string_view{webhook.processing_id}},
         {"event_id", std::string_view{event_id}},
         {"duplicate", committed.duplicate},
         {"quarantined", committed.quarantined}});
}

}  // namespace

Committer::Committer(Database& database, SettingsCache& settings, Metrics& metrics,
                     const CommitterLimits& limits, std::function<void()> wake_workers)
    : database_(database),
      settings_(settings),
      limits_(limits),
      wake_workers_(std::move(wake_workers)),
      committed_(metrics.counter("callfold_webhooks_committed_total",
                                 "Webhooks that were stored and acknowledged")),
      duplicates_(metrics.counter("callfold_webhooks_duplicate_total",
                                  "Acknowledged webhooks that were there already")),
      quarantined_(metrics.counter("callfold_webhooks_quarantined_total",
                                   "Acknowledged webhooks that went to quarantine")),
      refused_(metrics.counter("callfold_webhooks_refused_total",
                               "Webhooks answered 503 because the database could not take them")),
      failures_(metrics.counter("callfold_commit_failures_total", "Batches that failed to commit")),
      commit_seconds_(metrics.seconds("callfold_commit_seconds", "Time to commit one batch")),
      waiting_gauge_(
          metrics.gauge("callfold_webhooks_waiting", "Webhooks that wait for a commit")) {}

bool Committer::enqueue(IncomingWebhook webhook, CommitDone done) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= limits_.queue_max) {
            refused_.Increment();
            return false;
        }
        waiting_.push_back({std::move(webhook), std::move(done)});
    }
    arrived_.notify_one();
    return true;
}

std::size_t Committer::step(Instant now) {
    Batch batch = take_batch();
    refuse_old(batch, now);
    if (batch.empty()) return 0;
    std::size_t finished = 0;
    bool failed = false;
    try {
        finished = commit(batch, now);
        database_.bound_log();
    } catch (const InfrastructureError& error) {
        failed = true;
        failures_.Increment();
        log(LogLevel::error, "commit_failed", {{"error", std::string_view{error.what()}}});
    }
    if (!batch.empty()) give_back(std::move(batch));
    const std::lock_guard lock(mutex_);
    failing_ = failed;
    return finished;
}

void Committer::wait(milliseconds longest) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, longest, [this] { return woken_ || (!waiting_.empty() && !failing_); });
    woken_ = false;
}

void Committer::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    arrived_.notify_one();
}

bool Committer::is_failing() const {
    const std::lock_guard lock(mutex_);
    return failing_;
}

Committer::Batch Committer::take_batch() {
    const std::lock_guard lock(mutex_);
    waiting_gauge_.Set(static_cast<double>(waiting_.size()));
    if (waiting_.size() <= limits_.batch_max) return std::exchange(waiting_, {});
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(limits_.batch_max);
    Batch batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return batch;
}

void Committer::give_back(Batch batch) {
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.begin(), std::make_move_iterator(batch.begin()),
                    std::make_move_iterator(batch.end()));
}

void Committer::refuse_old(Batch& batch, Instant now) {
    while (!batch.empty() && now - batch.front().webhook.received_at > limits_.longest_wait) {
        refused_.Increment();
        batch.front().done(try_again());
        batch.pop_front();
    }
}

// Takes what it finished off the front of `batch`; what is left after an exception was not
// committed.
std::size_t Committer::commit(Batch& batch, Instant now) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<IncomingWebhook> webhooks;
    webhooks.reserve(batch.size());
    for (Waiting& waiting : batch)
        webhooks.push_back(std::move(waiting.webhook));
    BatchResult result;
    bool refused_by_data = false;
    const auto give_webhooks_back = [&] {
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i].webhook = std::move(webhooks[i]);
    };
    try {
        result = write(webhooks, now);
    } catch (const DataError&) {
        refused_by_data = true;
        give_webhooks_back();
    } catch (...) {
        give_webhooks_back();
        throw;
    }
    std::size_t finished = 0;
    if (refused_by_data) {
        for (; !batch.empty(); batch.pop_front(), ++finished)
            commit_alone(batch.front(), now);
        return finished;
    }
    commit_seconds_.Observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    if (result.jobs_requested) wake_workers_();
    for (; !batch.empty(); batch.pop_front(), ++finished) {
        const Committed& committed = result.webhooks[finished];
        committed_.Increment();
        if (committed.duplicate) duplicates_.Increment();
        if (committed.quarantined) quarantined_.Increment();
        log_committed(webhooks[finished], committed);
        batch.front().done(committed);
    }
    return finished;
}

// One bad webhook never fails its neighbours: it is kept, with why the database refused it.
void Committer::commit_alone(Waiting& waiting, Instant now) {
    BatchResult result;
    try {
        result = write({&waiting.webhook, 1}, now);
    } catch (const DataError& error) {
        waiting.webhook.events.clear();
        waiting.webhook.facts.clear();
        waiting.webhook.quarantine_reason = error.what();
        result = write({&waiting.webhook, 1}, now);
    }
    if (result.jobs_requested) wake_workers_();
    committed_.Increment();
    if (result.webhooks.front().duplicate) duplicates_.Increment();
    if (result.webhooks.front().quarantined) quarantined_.Increment();
    log_committed(waiting.webhook, result.webhooks.front());
    waiting.done(result.webhooks.front());
}

BatchResult Committer::write(std::span<const IncomingWebhook> webhooks, Instant now) {
    return database_.write([&](Connection& connection) {
        return commit_batch(connection, webhooks, *settings_.within(connection), now);
    });
}

}  // namespace callfold
