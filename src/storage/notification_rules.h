#pragma once

#include <map>

#include "domain/notification.h"
#include "storage/connection.h"

namespace callfold {

// The rule for a kind, its default where the tenant has set none.
NotificationRule notification_rule(Connection& connection, TenantId tenant, NotificationKind kind);

// The rules for all kinds, defaults included.
std::map<NotificationKind, NotificationRule> notification_rules(Connection& connection,
                                                                TenantId tenant);

void set_notification_rule(Connection& connection, TenantId tenant, NotificationKind kind,
                           const NotificationRule& rule, Instant now);

}  // namespace callfold
