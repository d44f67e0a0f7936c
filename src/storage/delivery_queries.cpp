#include "storage/delivery_queries.h"

#include "storage/columns.h"
#include "storage/statements/delivery_queries.h"

namespace callfold {
namespace {

ListedDelivery read_listed_delivery(const Row& row) {
    Columns columns{row};
    ListedDelivery listed;
    listed.id = columns.id<DeliveryId>();
    listed.public_id = columns.uuid();
    listed.message = columns.uuid();
    listed.subscription = columns.optional_uuid();
    listed.email = columns.optional_text();
    listed.event = columns.word(parse_outgoing_event);
    listed.state = columns.word(parse_delivery_state);
    listed.attempts = columns.small_integer();
    listed.not_before = columns.instant();
    listed.last_http_status = columns.optional_integer();
    listed.last_error = columns.optional_text();
    listed.call = columns.optional_uuid();
    listed.delivered_at = columns.optional_instant();
    listed.created_at = columns.instant();
    listed.updated_at = columns.instant();
    return listed;
}

const Statement& walk_of(const DeliveryFilter& filter) {
    if (filter.subscription) return sql::select_deliveries_by_subscription;
    return filter.state ? sql::select_deliveries_by_state : sql::select_deliveries_by_time;
}

std::optional<SubscriptionId> subscription_of(Connection& connection, TenantId tenant,
                                              const Uuid& public_id) {
    std::optional<SubscriptionId> id;
    query(
        connection, sql::select_subscription_id,
        [&](const Row& row) { id = row.id<SubscriptionId>(0); }, tenant, public_id);
    return id;
}

}  // namespace

ListPage<ListedDelivery> list_deliveries(Connection& connection, TenantId tenant,
                                         const DeliveryFilter& filter, const PageRange& range) {
    std::optional<SubscriptionId> subscription;
    if (filter.subscription) {
        subscription = subscription_of(connection, tenant, *filter.subscription);
        if (!subscription) return {};
    }
    std::optional<std::string_view> state;
    if (filter.state) state = to_string(*filter.state);
    auto places = places_of<DeliveryId>(connection, walk_of(filter), tenant, upper_id(range),
                                        range.limit + 1, state, subscription);
    return listed_page(connection, sql::select_delivery_row, std::move(places), range.limit,
                       read_listed_delivery);
}

std::optional<ListedDelivery> find_delivery(Connection& connection, TenantId tenant,
                                            Uuid public_id) {
    const auto places =
        places_of<DeliveryId>(connection, sql::select_delivery_by_public_id, tenant, public_id);
    auto rows = listed_rows(connection, sql::select_delivery_row, places, read_listed_delivery);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<ListedDelivery> newest_delivery(Connection& connection, TenantId tenant) {
    auto page = list_deliveries(connection, tenant, {}, {std::nullopt, 1});
    if (page.items.empty()) return std::nullopt;
    return std::move(page.items.front());
}

std::string payload_of(Connection& connection, TenantId tenant, DeliveryId delivery) {
    std::string payload;
    query(
        connection, sql::select_delivery_payload, [&](const Row& row) { payload = row.text(0); },
        tenant, delivery);
    return payload;
}

std::vector<DeliveryAttempt> attempts_of(Connection& connection, TenantId tenant,
                                         DeliveryId delivery, int most) {
    std::vector<DeliveryAttempt> attempts;
    query(
        connection, sql::select_delivery_attempts,
        [&](const Row& row) {
            Columns columns{row};
            DeliveryAttempt& attempt = attempts.emplace_back();
            attempt.attempt = columns.small_integer();
            attempt.sent_at = columns.instant();
            attempt.duration = milliseconds{columns.integer()};
            attempt.http_status = columns.optional_integer();
            attempt.error = columns.optional_text();
        },
        tenant, delivery, most);
    return attempts;
}

bool replay_delivery(Connection& connection, TenantId tenant, DeliveryId delivery, Instant now) {
    return execute(connection, sql::replay_delivery, tenant, delivery, now) > 0;
}

}  // namespace callfold
