#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "domain/notification.h"
#include "domain/phone.h"
#include "storage/connection.h"
#include "storage/stream.h"

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

// Keeps the notifications, and what is to be sent of them by the tenant's rules, in the running
// transaction; those that are new are added to what listeners of the stream are told.
void notify(Connection& connection, std::span<const NewNotification> notifications,
            std::map<TenantId, StreamChanges>& stream, Instant now);
// The same for one, and tells the listeners at once.
void notify(Connection& connection, const NewNotification& notification, Instant now);

}  // namespace callfold
