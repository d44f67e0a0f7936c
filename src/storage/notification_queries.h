#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/notification.h"
#include "domain/phone.h"
#include "storage/listed_rows.h"

namespace callfold {

using NotificationId = RowId<struct NotificationTag>;

// A notification as it is shown.
struct ListedNotification {
    NotificationId id;
    Uuid public_id;
    NotificationKind kind = NotificationKind::credits_low;
    std::string message;  // empty once erased
    std::optional<Uuid> call;
    std::optional<PhoneNumber> number;
    bool shown_only = false;
    Instant created_at;
    std::optional<Instant> read_at;
};

// A page of the tenant's notifications, the newest first; `unread` picks those that nobody has
// read, or those that somebody has.
ListPage<ListedNotification> list_notifications(Connection& connection, TenantId tenant,
                                                const std::optional<bool>& unread,
                                                const PageRange& range);

// Marks these, or all that were made at `until` or before, as read; gives how many became so.
std::int64_t mark_read(Connection& connection, TenantId tenant, std::span<const Uuid> public_ids,
                       Instant now);
std::int64_t mark_read_until(Connection& connection, TenantId tenant, Instant until, Instant now);

std::int64_t count_unread(Connection& connection, TenantId tenant);

}  // namespace callfold
