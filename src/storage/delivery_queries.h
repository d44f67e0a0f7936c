#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/deliveries.h"
#include "storage/listed_rows.h"

namespace callfold {

// A delivery as it is shown.
struct ListedDelivery {
    DeliveryId id;
    Uuid public_id;
    Uuid message;
    std::optional<Uuid> subscription;
    std::optional<std::string> email;  // one of the two
    OutgoingEvent event = OutgoingEvent::test;
    DeliveryState state = DeliveryState::waiting;
    int attempts = 0;
    Instant not_before;
    std::optional<std::int64_t> last_http_status;
    std::optional<std::string> last_error;
    std::optional<Uuid> call;
    std::optional<Instant> delivered_at;
    Instant created_at;
    Instant updated_at;
};

struct DeliveryFilter {
    std::optional<Uuid> subscription;
    std::optional<DeliveryState> state;
};

// A page of the tenant's deliveries, the newest first.
ListPage<ListedDelivery> list_deliveries(Connection& connection, TenantId tenant,
                                         const DeliveryFilter& filter, const PageRange& range);

std::optional<ListedDelivery> find_delivery(Connection& connection, TenantId tenant,
                                            Uuid public_id);

// The newest delivery of the tenant: the one that a test has just made.
std::optional<ListedDelivery> newest_delivery(Connection& connection, TenantId tenant);

// What is sent; empty once erased.
std::string payload_of(Connection& connection, TenantId tenant, DeliveryId delivery);

struct DeliveryAttempt {
    int attempt = 0;
    Instant sent_at;
    milliseconds duration{0};
    std::optional<std::int64_t> http_status;
    std::optional<std::string> error;
};

// The newest first.
std::vector<DeliveryAttempt> attempts_of(Connection& connection, TenantId tenant,
                                         DeliveryId delivery, int most);

// Makes a delivery that has ended wait again, with fresh attempts. False when it waits or runs, was
// canceled or erased, or its subscription is disabled.
bool replay_delivery(Connection& connection, TenantId tenant, DeliveryId delivery, Instant now);

}  // namespace callfold
