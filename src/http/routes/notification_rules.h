#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct NotificationRuleDeps {
    Database& database;
    const Clock& clock;
    bool email_available = false;  // a mail server is configured
};

// /v1/notification-rules
std::vector<Route> notification_rule_routes(const NotificationRuleDeps& deps);

}  // namespace callfold::http
