#include "pipeline/committer.h"

#include <iterator>
#include <memory>
#include <set>
#include <typeinfo>

#include "base/log.h"
#include "storage/tariffs.h"
#include "storage/tenant_scope.h"

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

// What a thread took off the queue. Whatever is left of it at the end waits again.
class Committer::BatchUnderWay {
  public:
    explicit BatchUnderWay(Committer& committer)
        : committer_(committer), batch_(committer.take_batch()), began_(!batch_.empty()) {}
    ~BatchUnderWay() {
        if (began_) committer_.end_batch(std::move(batch_));
    }
    BatchUnderWay(const BatchUnderWay&) = delete;
    BatchUnderWay& operator=(const BatchUnderWay&) = delete;

    Batch& batch() { return batch_; }

  private:
    Committer& committer_;
    Batch batch_;
    const bool began_;
};

Committer::Committer(Database& database, SettingsCache& settings, Metrics& metrics,
                     const CommitterLimits& limits, std::function<void()> wake_workers,
                     HandOver hand_over)
    : database_(database),
      settings_(settings),
      limits_(limits),
      wake_workers_(std::move(wake_workers)),
      hand_over_(std::move(hand_over)),
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
    bool is_awaited = false;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= limits_.queue_max) {
            refused_.Increment();
            return false;
        }
        waiting_.push_back({std::move(webhook), std::move(done)});
        // Those between the first and the last of a batch end no wait.
        is_awaited = waiting_.size() == 1 || waiting_.size() == limits_.batch_enough;
    }
    if (is_awaited) arrived_.notify_one();
    return true;
}

// Nobody sends to a server that says it is not ready: with nothing to commit, a transaction of
// nothing shows that the database is back.
void Committer::look_whether_it_is_back() {
    if (!is_failing()) return;
    try {
        database_.write([](Connection&) {});
    } catch (const InfrastructureError&) {
        return;
    }
    set_failing(false);
}

void Committer::set_failing(bool failing) {
    const std::lock_guard lock(mutex_);
    failing_ = failing;
}

std::size_t Committer::step(Instant now) {
    for (Waiting& waiting : take_old(now))
        refuse(waiting);
    BatchUnderWay under_way(*this);
    if (under_way.batch().empty()) {
        look_whether_it_is_back();
        return 0;
    }
    std::size_t finished = 0;
    try {
        finished = commit(under_way.batch(), now);
        database_.bound_log();
        set_failing(false);
    } catch (const InfrastructureError& error) {
        set_failing(true);
        failures_.Increment();
        log(LogLevel::error, "commit_failed", {{"error", std::string_view{error.what()}}});
    }
    return finished;
}

// A second batch for a few webhooks would cost more than they gain by not waiting for the first.
bool Committer::may_begin() const {
    if (waiting_.empty()) return false;
    return under_way_ == 0 || waiting_.size() >= limits_.batch_enough;
}

void Committer::wait(milliseconds longest) {
    std::unique_lock lock(mutex_);
    const bool may_begin_soon = arrived_.wait_for(
        lock, longest, [this] { return waits_ended_ || (!failing_ && may_begin()); });
    if (!may_begin_soon) return;
    arrived_.wait_until(lock, next_batch_due_,
                        [this] { return waits_ended_ || waiting_.size() >= limits_.batch_enough; });
}

void Committer::end_waits() {
    {
        const std::lock_guard lock(mutex_);
        waits_ended_ = true;
    }
    arrived_.notify_all();
}

bool Committer::is_failing() const {
    const std::lock_guard lock(mutex_);
    return failing_;
}

bool Committer::has_batches_side_by_side() const {
    const std::lock_guard lock(mutex_);
    return under_way_ > 1;
}

// Those that have waited too long stand at the front: the queue is in order of arrival, but for
// batches that failed side by side.
Committer::Batch Committer::take_old(Instant now) {
    const std::lock_guard lock(mutex_);
    Batch old;
    while (!waiting_.empty() && now - waiting_.front().webhook.received_at > limits_.longest_wait) {
        old.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return old;
}

Committer::Batch Committer::take_batch() {
    const std::lock_guard lock(mutex_);
    waiting_gauge_.Set(static_cast<double>(waiting_.size()));
    if (!may_begin()) return {};
    ++under_way_;
    next_batch_due_ = std::chrono::steady_clock::now() + limits_.pace;
    if (waiting_.size() <= limits_.batch_max) return std::exchange(waiting_, {});
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(limits_.batch_max);
    Batch batch(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    if (may_begin()) arrived_.notify_one();
    return batch;
}

void Committer::end_batch(Batch left) {
    const std::lock_guard lock(mutex_);
    --under_way_;
    waiting_.insert(waiting_.begin(), std::make_move_iterator(left.begin()),
                    std::make_move_iterator(left.end()));
    if (may_begin()) arrived_.notify_one();
}

void Committer::refuse(Waiting& waiting) {
    refused_.Increment();
    waiting.done(try_again());
}

void Committer::acknowledge(Waiting& waiting, const IncomingWebhook& webhook,
                            const Committed& committed) {
    committed_.Increment();
    if (committed.duplicate) duplicates_.Increment();
    if (committed.quarantined) quarantined_.Increment();
    log_committed(webhook, committed);
    waiting.done(committed);
}

// Takes what it finished off the front of `batch`; what is left after an exception was not
// committed.
std::size_t Committer::commit(Batch& batch, Instant now) {
    const auto started = std::chrono::steady_clock::now();
    std::vector<IncomingWebhook> webhooks;
    webhooks.reserve(batch.size());
    for (Waiting& waiting : batch)
        webhooks.push_back(std::move(waiting.webhook));
    const auto give_webhooks_back = [&] {
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i].webhook = std::move(webhooks[i]);
    };
    std::optional<BatchResult> result;
    try {
        result = write(webhooks, now);
    } catch (const InfrastructureError&) {
        give_webhooks_back();
        throw;
    } catch (const std::exception&) {
        give_webhooks_back();  // one of them is at fault, and which one shows when they go alone
    }
    if (!result) {
        std::size_t finished = 0;
        for (; !batch.empty(); batch.pop_front(), ++finished)
            commit_alone(batch.front(), now);
        return finished;
    }
    commit_seconds_.Observe(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    if (result->jobs_requested) wake_workers_();
    const std::size_t finished = result->webhooks.size();
    hand_over_([this, acknowledged = std::make_shared<Batch>(std::exchange(batch, {})),
                webhooks = std::move(webhooks), committed = std::move(result->webhooks)] {
        for (std::size_t i = 0; i < committed.size(); ++i)
            acknowledge((*acknowledged)[i], webhooks[i], committed[i]);
    });
    return finished;
}

// One bad webhook never fails its neighbours.
void Committer::commit_alone(Waiting& waiting, Instant now) {
    const std::optional<BatchResult> result = write_or_quarantine(waiting.webhook, now);
    if (!result) return refuse(waiting);
    if (result->jobs_requested) wake_workers_();
    acknowledge(waiting, waiting.webhook, result->webhooks.front());
}

// What fails alone is kept in quarantine, with the reason. Nothing when even that is refused.
std::optional<BatchResult> Committer::write_or_quarantine(IncomingWebhook& webhook, Instant now) {
    try {
        return write({&webhook, 1}, now);
    } catch (const InfrastructureError&) {
        throw;
    } catch (const DataError& error) {
        webhook.quarantine_reason = error.what();
    } catch (const DamagedError& error) {
        webhook.quarantine_reason = error.what();
    } catch (const std::exception& error) {
        // Its words may quote what was read: they are no words for people, nor for the log.
        webhook.quarantine_reason =
            "A fault of the program: the webhook and the events that its "
            "call has cannot be understood together.";
        log(LogLevel::error, "webhook_not_folded",
            {{"processing_id", std::string_view{webhook.processing_id}},
             {"fault", std::string_view{typeid(error).name()}}});
    }
    webhook.events.clear();
    webhook.encoded.clear();
    try {
        return write({&webhook, 1}, now);
    } catch (const DataError& error) {
        log(LogLevel::error, "webhook_not_quarantined",
            {{"processing_id", std::string_view{webhook.processing_id}},
             {"error", std::string_view{error.what()}}});
        return std::nullopt;
    }
}

BatchResult Committer::write(std::span<const IncomingWebhook> webhooks, Instant now) {
    std::set<TenantId> tenants;
    for (const IncomingWebhook& webhook : webhooks)
        tenants.insert(webhook.tenant);
    const TenantScope scope(std::vector(tenants.begin(), tenants.end()));
    return database_.write([&](Connection& connection) {
        hold_tariffs(connection);
        return commit_batch(connection, webhooks, *settings_.within(connection), now);
    });
}

}  // namespace callfold
