#include "storage/notifications.h"

#include "storage/statements/notifications.h"

namespace callfold {

void notify(Connection& connection, const NewNotification& notification, Instant now) {
    std::optional<std::string_view> number;
    if (notification.number) number = notification.number->e164();
    execute(connection, sql::insert_notification, new_uuid(now), notification.tenant,
            to_string(notification.kind), notification.key, notification.call, number,
            notification.message, notification.shown_only, now);
}

}  // namespace callfold
