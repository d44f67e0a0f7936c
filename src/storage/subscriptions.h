#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/outgoing_event.h"
#include "storage/list_page.h"

namespace callfold {

using SubscriptionId = RowId<struct SubscriptionTag>;

// What people decide about a subscription.
struct SubscriptionFields {
    std::string url;
    std::optional<std::string> description;
    std::vector<OutgoingEvent> events;
    bool enabled = true;
};

// A subscription without its secret.
struct Subscription {
    SubscriptionId id;
    Uuid public_id;
    SubscriptionFields fields;
    std::optional<std::string> disabled_because;  // where the server did it
    std::optional<Instant> failing_since;         // no success since
    std::optional<Instant> previous_secret_until;
    Instant created_at;
    Instant updated_at;
};

inline constexpr std::int64_t subscriptions_max = 50;  // of a tenant

// `conflict`, in words, when the tenant has as many as it may. Secrets come sealed.
Result<Subscription> create_subscription(Connection& connection, TenantId tenant,
                                         const SubscriptionFields& fields,
                                         std::string_view sealed_secret, Instant now);

ListPage<Subscription> list_subscriptions(Connection& connection, TenantId tenant,
                                          const PageRange& range);

// `not_found`, in words, when the tenant has no such subscription; so do the next two.
Result<Subscription> require_subscription(Connection& connection, TenantId tenant,
                                          const Uuid& public_id);

// Writes all fields. Enabling forgets what failed; disabling fails what waits.
Result<Subscription> update_subscription(Connection& connection, TenantId tenant,
                                         const Uuid& public_id, const SubscriptionFields& fields,
                                         Instant now);

// The secret that was there goes on being used until `overlap_until`.
Result<Subscription> rotate_subscription(Connection& connection, TenantId tenant,
                                         const Uuid& public_id, std::string_view sealed_secret,
                                         Instant overlap_until, Instant now);

// Removes it with its deliveries.
void delete_subscription(Connection& connection, TenantId tenant, SubscriptionId id);

// The enabled subscriptions that want to be told about `event`.
std::vector<SubscriptionId> subscribers_of(Connection& connection, TenantId tenant,
                                           OutgoingEvent event);

// A delivery was taken: the subscription is well.
void note_success(Connection& connection, TenantId tenant, SubscriptionId id);

struct FailingSubscription {
    Instant failing_since;
    bool enabled = true;
    std::string url;
};

// A delivery failed; nothing when the subscription is gone.
std::optional<FailingSubscription> note_failure(Connection& connection, TenantId tenant,
                                                SubscriptionId id, Instant now);

// Disables it and fails what waits for it.
void disable_subscription(Connection& connection, TenantId tenant, SubscriptionId id,
                          const std::string& reason, Instant now);

}  // namespace callfold
