#include "storage/deliveries.h"

#include <cstdlib>

#include "domain/words.h"
#include "storage/columns.h"
#include "storage/statements/deliveries.h"

namespace callfold {
namespace {

ClaimedDelivery read_claimed(const Row& row) {
    Columns columns{row};
    ClaimedDelivery delivery;
    delivery.id = columns.id<DeliveryId>();
    delivery.tenant = columns.id<TenantId>();
    delivery.lane = columns.id<LaneId>();
    delivery.message = columns.uuid();
    delivery.payload = columns.text();
    delivery.attempts = columns.small_integer();
    delivery.email = columns.optional_text();
    if (delivery.email) return delivery;
    WebhookTarget& target = delivery.webhook.emplace();
    target.subscription = columns.id<SubscriptionId>();
    target.url = columns.text();
    target.secret = columns.blob();
    if (!row.is_null(columns.position())) target.previous_secret = columns.blob();
    return delivery;
}

}  // namespace

std::string_view to_string(DeliveryState state) {
    switch (state) {
        case DeliveryState::waiting:
            return "waiting";
        case DeliveryState::running:
            return "running";
        case DeliveryState::delivered:
            return "delivered";
        case DeliveryState::failed:
            return "failed";
        case DeliveryState::canceled:
            return "canceled";
    }
    std::abort();
}

std::optional<DeliveryState> parse_delivery_state(std::string_view word) {
    return parse_word(word, DeliveryState::canceled);
}

std::string webhook_id(const Uuid& message) {
    return "msg_" + to_hex(message.binary());
}

std::vector<LaneId> due_lanes(Connection& connection, Instant now) {
    std::vector<LaneId> lanes;
    query(
        connection, sql::select_due_lanes,
        [&](const Row& row) { lanes.push_back(row.id<LaneId>(0)); }, now);
    return lanes;
}

std::vector<ClaimedDelivery> claim_deliveries(Connection& connection, LaneId lane,
                                              std::string_view owner, Instant now,
                                              Instant lease_until, std::size_t most) {
    std::vector<DeliveryId> claimed;
    query(
        connection, sql::claim_deliveries,
        [&](const Row& row) { claimed.push_back(row.id<DeliveryId>(0)); }, lane, owner, lease_until,
        now, static_cast<std::int64_t>(most));
    std::vector<ClaimedDelivery> deliveries;
    for (const DeliveryId id : claimed) {
        query(
            connection, sql::select_delivery_to_send,
            [&](const Row& row) { deliveries.push_back(read_claimed(row)); }, id, now);
    }
    return deliveries;
}

bool settle_delivery(Connection& connection, const ClaimedDelivery& delivery,
                     std::string_view owner, const DeliveryOutcome& outcome, Instant now) {
    const auto settled = execute(connection, sql::settle_delivery, delivery.tenant, delivery.id,
                                 owner, to_string(outcome.state), outcome.next_attempt_at,
                                 outcome.http_status, outcome.error, now);
    if (settled == 0) return false;
    execute(connection, sql::insert_delivery_attempt, delivery.tenant, delivery.id,
            delivery.attempts, outcome.sent_at, outcome.duration, outcome.http_status,
            outcome.error);
    return true;
}

void give_delivery_back(Connection& connection, const ClaimedDelivery& delivery,
                        std::string_view owner) {
    execute(connection, sql::give_delivery_back, delivery.tenant, delivery.id, owner);
}

void extend_delivery_lease(Connection& connection, const ClaimedDelivery& delivery,
                           std::string_view owner, Instant lease_until) {
    execute(connection, sql::extend_delivery_lease, delivery.tenant, delivery.id, owner,
            lease_until);
}

std::int64_t release_expired_deliveries(Connection& connection, Instant now) {
    return execute(connection, sql::release_expired_deliveries, now);
}

std::int64_t release_deliveries_of_others(Connection& connection, std::string_view owner,
                                          Instant now) {
    return execute(connection, sql::release_deliveries_of_others, owner, now);
}

}  // namespace callfold
