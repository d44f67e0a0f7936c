#include "storage/notification_queries.h"

#include "storage/columns.h"
#include "storage/statements/notification_queries.h"

namespace callfold {
namespace {

ListedNotification read_listed_notification(const Row& row) {
    Columns columns{row};
    ListedNotification listed;
    listed.id = columns.id<NotificationId>();
    listed.public_id = columns.uuid();
    listed.kind = columns.word(parse_notification_kind);
    listed.message = columns.text();
    listed.call = columns.optional_uuid();
    listed.number = columns.optional_number();
    listed.shown_only = columns.boolean();
    listed.created_at = columns.instant();
    listed.read_at = columns.optional_instant();
    return listed;
}

const Statement& walk_of(const std::optional<bool>& unread) {
    if (!unread) return sql::select_notifications_by_time;
    return *unread ? sql::select_unread_notifications : sql::select_read_notifications;
}

}  // namespace

ListPage<ListedNotification> list_notifications(Connection& connection, TenantId tenant,
                                                const std::optional<bool>& unread,
                                                const PageRange& range) {
    auto places = places_of<NotificationId>(connection, walk_of(unread), tenant, upper_id(range),
                                            range.limit + 1);
    return listed_page(connection, sql::select_notification_row, std::move(places), range.limit,
                       read_listed_notification);
}

std::int64_t mark_read(Connection& connection, TenantId tenant, std::span<const Uuid> public_ids,
                       Instant now) {
    std::int64_t marked = 0;
    for (const Uuid& id : public_ids) {
        marked += execute(connection, sql::mark_notification_read, tenant, id, now);
    }
    return marked;
}

std::int64_t mark_read_until(Connection& connection, TenantId tenant, Instant until, Instant now) {
    return execute(connection, sql::mark_notifications_read_until, tenant, until, now);
}

std::int64_t count_unread(Connection& connection, TenantId tenant) {
    std::int64_t count = 0;
    query(
        connection, sql::count_unread_notifications,
        [&](const Row& row) { count = row.integer(0); }, tenant);
    return count;
}

}  // namespace callfold
