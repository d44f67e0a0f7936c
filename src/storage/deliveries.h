#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/subscriptions.h"

namespace callfold {

using DeliveryId = RowId<struct DeliveryTag>;

enum class DeliveryState { waiting, running, delivered, failed, canceled };

std::string_view to_string(DeliveryState state);
std::optional<DeliveryState> parse_delivery_state(std::string_view word);

// "msg_" and the 32 hexadecimal digits of the message's public id: what receivers see.
std::string webhook_id(const Uuid& message);

// What is worked off in order and side by side with others: a subscription, or the e-mails of a
// tenant.
using LaneId = RowId<struct LaneTag>;

// Where a webhook goes. Secrets are sealed.
struct WebhookTarget {
    SubscriptionId subscription;
    std::string url;
    std::string secret;
    std::optional<std::string> previous_secret;  // while it is still used
};

// A delivery that this node may work on until the lease ends.
struct ClaimedDelivery {
    DeliveryId id;
    TenantId tenant;
    LaneId lane;
    Uuid message;
    std::string payload;
    int attempts = 0;  // this one included
    std::optional<WebhookTarget> webhook;
    std::optional<std::string> email;  // one of the two
};

// The lanes that have something due.
std::vector<LaneId> due_lanes(Connection& connection, Instant now);

// Claims up to `most` deliveries of the lane that are due, oldest first.
std::vector<ClaimedDelivery> claim_deliveries(Connection& connection, LaneId lane,
                                              std::string_view owner, Instant now,
                                              Instant lease_until, std::size_t most);

// How an attempt ended.
struct DeliveryOutcome {
    DeliveryState state = DeliveryState::delivered;  // that the delivery is in now
    Instant next_attempt_at;                         // counts while it waits
    Instant sent_at;
    milliseconds duration{0};
    std::optional<std::int64_t> http_status;
    std::optional<std::string> error;  // for people
};

// Ends a claimed attempt and logs it. False, and nothing is written, when the lease was lost or the
// message erased.
bool settle_delivery(Connection& connection, const ClaimedDelivery& delivery,
                     std::string_view owner, const DeliveryOutcome& outcome, Instant now);

// Gives a claimed delivery back as if it had not been claimed.
void give_delivery_back(Connection& connection, const ClaimedDelivery& delivery,
                        std::string_view owner);

void extend_delivery_lease(Connection& connection, const ClaimedDelivery& delivery,
                           std::string_view owner, Instant lease_until);

// Takes the deliveries of nodes that are gone back; gives how many. `…_of_others` is for a database
// that only one node can use.
std::int64_t release_expired_deliveries(Connection& connection, Instant now);
std::int64_t release_deliveries_of_others(Connection& connection, std::string_view owner,
                                          Instant now);

}  // namespace callfold
