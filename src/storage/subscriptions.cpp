#include "storage/subscriptions.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/columns.h"
#include "storage/settings.h"
#include "storage/statements/deliveries.h"
#include "storage/statements/subscriptions.h"

namespace callfold {
namespace {

constexpr const char* disabled_words = "The subscription was disabled.";

std::string encode(const std::vector<OutgoingEvent>& events) {
    auto list = nlohmann::json::array();
    for (const OutgoingEvent event : events)
        list.push_back(to_string(event));
    return list.dump();
}

std::vector<OutgoingEvent> decode(std::string_view text) {
    std::vector<OutgoingEvent> events;
    for (const auto& word : nlohmann::json::parse(text))
        events.push_back(parse_outgoing_event(word.get<std::string>()).value());
    return events;
}

Subscription read_subscription(const Row& row) {
    Columns columns{row};
    Subscription read;
    read.id = columns.id<SubscriptionId>();
    read.public_id = columns.uuid();
    read.fields.url = columns.text();
    read.fields.description = columns.optional_text();
    read.fields.events = decode(columns.text());
    read.fields.enabled = columns.boolean();
    read.disabled_because = columns.optional_text();
    read.failing_since = columns.optional_instant();
    read.previous_secret_until = columns.optional_instant();
    read.created_at = columns.instant();
    read.updated_at = columns.instant();
    return read;
}

}  // namespace

Result<Subscription> create_subscription(Connection& connection, TenantId tenant,
                                         const SubscriptionFields& fields,
                                         std::string_view sealed_secret, Instant now) {
    std::int64_t count = 0;
    query(
        connection, sql::count_subscriptions, [&](const Row& row) { count = row.integer(0); },
        tenant);
    if (count >= subscriptions_max) {
        return fail(ErrorCode::conflict,
                    fmt::format("There are {} subscriptions already. Remove one first.", count));
    }
    const Uuid public_id = new_uuid(now);
    const std::string events = encode(fields.events);
    execute(connection, sql::insert_subscription, public_id, tenant, fields.url, fields.description,
            Json{events}, Blob{sealed_secret}, now);
    raise_settings_version(connection);
    return require_subscription(connection, tenant, public_id);
}

ListPage<Subscription> list_subscriptions(Connection& connection, TenantId tenant,
                                          const PageRange& range) {
    return query_page<Subscription>(connection, sql::list_subscriptions, range, read_subscription,
                                    tenant);
}

Result<Subscription> require_subscription(Connection& connection, TenantId tenant,
                                          const Uuid& public_id) {
    std::optional<Subscription> found;
    query(
        connection, sql::select_subscription,
        [&](const Row& row) { found = read_subscription(row); }, tenant, public_id);
    if (!found) return fail(ErrorCode::not_found, "No subscription has this id.");
    return std::move(*found);
}

Result<Subscription> update_subscription(Connection& connection, TenantId tenant,
                                         const Uuid& public_id, const SubscriptionFields& fields,
                                         Instant now) {
    const std::string events = encode(fields.events);
    execute(connection, sql::update_subscription, tenant, public_id, fields.url, fields.description,
            Json{events}, fields.enabled, now);
    raise_settings_version(connection);
    auto updated = require_subscription(connection, tenant, public_id);
    if (updated && !fields.enabled) {
        execute(connection, sql::fail_waiting_deliveries, tenant, updated->id, disabled_words, now);
    }
    return updated;
}

Result<Subscription> rotate_subscription(Connection& connection, TenantId tenant,
                                         const Uuid& public_id, std::string_view sealed_secret,
                                         Instant overlap_until, Instant now) {
    execute(connection, sql::rotate_subscription, tenant, public_id, Blob{sealed_secret},
            overlap_until, now);
    return require_subscription(connection, tenant, public_id);
}

void delete_subscription(Connection& connection, TenantId tenant, SubscriptionId id) {
    for (const Statement* statement :
         {&sql::delete_attempts_of_subscription, &sql::delete_deliveries_of_subscription,
          &sql::delete_subscription}) {
        execute(connection, *statement, tenant, id);
    }
    raise_settings_version(connection);
}

std::vector<SubscriptionId> subscribers_of(Connection& connection, TenantId tenant,
                                           OutgoingEvent event) {
    std::vector<SubscriptionId> subscribers;
    query(
        connection, sql::select_enabled_subscriptions,
        [&](const Row& row) {
            const auto events = decode(row.text(1));
            if (std::find(events.begin(), events.end(), event) != events.end()) {
                subscribers.push_back(row.id<SubscriptionId>(0));
            }
        },
        tenant);
    return subscribers;
}

void note_success(Connection& connection, TenantId tenant, SubscriptionId id) {
    execute(connection, sql::clear_subscription_failure, tenant, id);
}

std::optional<FailingSubscription> note_failure(Connection& connection, TenantId tenant,
                                                SubscriptionId id, Instant now) {
    std::optional<FailingSubscription> failing;
    query(
        connection, sql::note_subscription_failure,
        [&](const Row& row) {
            failing = FailingSubscription{row.instant(0), row.boolean(1), std::string(row.text(2))};
        },
        tenant, id, now);
    return failing;
}

void disable_subscription(Connection& connection, TenantId tenant, SubscriptionId id,
                          const std::string& reason, Instant now) {
    execute(connection, sql::disable_subscription, tenant, id, now, reason);
    execute(connection, sql::fail_waiting_deliveries, tenant, id, disabled_words, now);
    raise_settings_version(connection);
}

}  // namespace callfold
