#pragma once

#include <optional>
#include <span>
#include <string>

#include "domain/notification.h"
#include "domain/phone.h"
#include "storage/connection.h"

namespace callfold {

struct NewNotification {
    TenantId tenant;
    NotificationKind kind;
    std::string key;      // natural and unique per tenant: a second one with it is not kept
    std::string message;  // for people; nothing that an erase would have to find, but the number
    std::optional<CallId> call;
    std::optional<PhoneNumber> number;
    bool shown_only = false;  // shown, never sent
};

void notify(Connection& connection, std::span<const NewNotification> notifications, Instant now);
inline void notify(Connection& connection, const NewNotification& notification, Instant now) {
    notify(connection, {&notification, 1}, now);
}

}  // namespace callfold
