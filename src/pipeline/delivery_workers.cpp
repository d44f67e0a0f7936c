#include "pipeline/delivery_workers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.h"
#include "base/log.h"
#include "pipeline/delivery_request.h"
#include "storage/notifications.h"

namespace callfold {
namespace {

unsigned char random_jitter() {
    return static_cast<unsigned char>(random_bytes(1).front());
}

// Where an attempt that was not taken leaves its delivery.
DeliveryOutcome outcome_of(const ClaimedDelivery& delivery, const DeliveryVerdict& verdict,
                           Instant now) {
    DeliveryOutcome outcome;
    outcome.next_attempt_at = now;
    if (verdict.taken) return outcome;
    outcome.error = verdict.error;
    const auto delay = delivery_delay(delivery.attempts, verdict.retry_after, random_jitter());
    const bool again = delay && !verdict.gone && !verdict.final;
    outcome.state = again ? DeliveryState::waiting : DeliveryState::failed;
    if (again) outcome.next_attempt_at = now + *delay;
    return outcome;
}

// A subscription that fails for long, or whose receiver is gone, is disabled, and its tenant told.
// Gives whether it still wants to be told anything.
bool note_webhook_failure(Connection& connection, const ClaimedDelivery& delivery, bool gone,
                          Instant now) {
    const SubscriptionId id = delivery.webhook->subscription;
    const auto failing = note_failure(connection, delivery.tenant, id, now);
    if (!failing || !failing->enabled) return false;
    if (!gone && now - failing->failing_since < subscription_failure_limit) return true;
    const std::string reason = gone ? "The receiver answered 410: it wants nothing any more."
                                    : fmt::format("Every delivery has failed for {} days.",
                                                  subscription_failure_limit.count());
    disable_subscription(connection, delivery.tenant, id, reason, now);
    notify(connection,
           {delivery.tenant, NotificationKind::subscription_disabled,
            fmt::format("subscription-disabled/{}/{}", id.value, to_unix_us(now)),
            fmt::format("The subscription to {} was disabled. {} Enable it again once its "
                        "receiver works; what failed can be replayed.",
                        failing->url, reason),
            std::nullopt, std::nullopt, false},
           now);
    return false;
}

}  // namespace

DeliveryWorkers::DeliveryWorkers(Database& database, HttpTransport& transport,
                                 const SecretBox& secrets, Metrics& metrics,
                                 DeliveryWorkerOptions options)
    : database_(database),
      transport_(transport),
      secrets_(secrets),
      options_(std::move(options)),
      delivered_(
          metrics.counter("callfold_deliveries_total", "Webhooks and e-mails that were taken")),
      failed_attempts_(
          metrics.counter("callfold_delivery_failures_total", "Attempts to deliver that failed")) {}

void DeliveryWorkers::recover(Instant now) {
    database_.write([&](Connection& connection) {
        return options_.only_node ? release_deliveries_of_others(connection, options_.owner, now)
                                  : release_expired_deliveries(connection, now);
    });
}

std::size_t DeliveryWorkers::step(Instant now) {
    const std::size_t stored = store_responses(now);
    keep_leases(now);
    return stored + start_deliveries(now);
}

void DeliveryWorkers::wake() {
    woken_ = true;
    transport_.wake();
}

void DeliveryWorkers::give_back() {
    database_.write([&](Connection& connection) {
        for (const auto& [id, running] : running_) {
            connection.work_for({&running.delivery.tenant, 1});
            give_delivery_back(connection, running.delivery, options_.owner);
        }
    });
    running_.clear();
    lanes_in_use_.clear();
}

// Each answer is kept in a transaction of its own. One that the database refuses is tried again
// when its lease is over, and keeps nobody else from being stored.
std::size_t DeliveryWorkers::store_responses(Instant now) {
    for (HttpResponse& response : transport_.poll())
        unstored_.push_back(std::move(response));
    std::size_t stored = 0;
    while (!unstored_.empty()) {
        const HttpResponse& response = unstored_.front();
        try {
            database_.write([&](Connection& connection) { settle(connection, response, now); });
        } catch (const DataError& refusal) {
            log(LogLevel::error, "delivery_not_stored",
                {{"error", std::string_view{refusal.what()}}});
        }
        const auto running = running_.find(response.id);
        if (running != running_.end()) {
            --lanes_in_use_[running->second.delivery.lane];
            running_.erase(running);
        }
        unstored_.pop_front();
        ++stored;
    }
    if (stored > 0) woken_ = true;
    return stored;
}

void DeliveryWorkers::settle(Connection& connection, const HttpResponse& response, Instant now) {
    const auto found = running_.find(response.id);
    if (found == running_.end()) return;
    const ClaimedDelivery& delivery = found->second.delivery;
    connection.work_for({&delivery.tenant, 1});
    const DeliveryVerdict verdict = judge_answer(delivery, response, now);
    DeliveryOutcome outcome = outcome_of(delivery, verdict, now);
    outcome.sent_at = found->second.sent_at;
    outcome.duration = response.duration;
    if (response.status != 0) outcome.http_status = response.status;
    if (delivery.webhook && verdict.taken) {
        note_success(connection, delivery.tenant, delivery.webhook->subscription);
    } else if (delivery.webhook && !note_webhook_failure(connection, delivery, verdict.gone, now)) {
        outcome.state = DeliveryState::failed;
    }
    if (!settle_delivery(connection, delivery, options_.owner, outcome, now)) return;
    (verdict.taken ? delivered_ : failed_attempts_).Increment();
}

// Only those that we know of: when the answer to a commit was lost, some may be ours without our
// knowing, and go to whoever takes them once their lease is over.
void DeliveryWorkers::keep_leases(Instant now) {
    if (now < next_lease_) return;
    next_lease_ = now + options_.lease / 4;
    database_.write([&](Connection& connection) {
        for (const auto& [id, running] : running_) {
            connection.work_for({&running.delivery.tenant, 1});
            extend_delivery_lease(connection, running.delivery, options_.owner,
                                  now + options_.lease);
        }
        release_expired_deliveries(connection, now);
    });
}

std::size_t DeliveryWorkers::start_deliveries(Instant now) {
    const std::size_t room =
        options_.in_flight_max - std::min(options_.in_flight_max, running_.size());
    if (room == 0 || (!woken_ && now < next_claim_)) return 0;
    woken_ = false;
    next_claim_ = now + options_.claim_interval;
    const bool nothing_due =
        database_.read([&](Connection& connection) { return due_lanes(connection, now).empty(); });
    if (nothing_due) return 0;
    auto claimed =
        database_.write([&](Connection& connection) { return claim(connection, room, now); });
    for (ClaimedDelivery& delivery : claimed)
        start(std::move(delivery), now);
    return claimed.size();
}

std::vector<ClaimedDelivery> DeliveryWorkers::claim(Connection& connection, std::size_t most,
                                                    Instant now) const {
    std::vector<ClaimedDelivery> claimed;
    for (const LaneId lane : due_lanes(connection, now)) {
        const auto in_use = lanes_in_use_.find(lane);
        const std::size_t busy = in_use == lanes_in_use_.end() ? 0 : in_use->second;
        const std::size_t room =
            std::min(options_.in_flight_per_lane - std::min(options_.in_flight_per_lane, busy),
                     most - claimed.size());
        if (room == 0) continue;
        auto of_lane =
            claim_deliveries(connection, lane, options_.owner, now, now + options_.lease, room);
        std::move(of_lane.begin(), of_lane.end(), std::back_inserter(claimed));
    }
    return claimed;
}

// What cannot even be sent is settled like an answer: it is tried again, and gives up in the end.
void DeliveryWorkers::start(ClaimedDelivery delivery, Instant now) {
    const std::uint64_t id = next_request_++;
    auto request = delivery_request(delivery, secrets_, options_, now);
    ++lanes_in_use_[delivery.lane];
    running_.emplace(id, Running{std::move(delivery), now});
    if (request) {
        request->id = id;
        return transport_.start(std::move(*request));
    }
    HttpResponse refusal;
    refusal.id = id;
    refusal.error = request.error().message;
    unstored_.push_back(std::move(refusal));
    woken_ = true;
}

}  // namespace callfold
