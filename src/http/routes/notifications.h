#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// What the routes of notifications work with; all of it must outlive them.
struct NotificationDeps {
    Database& database;
    const Clock& clock;
};

// GET /v1/notifications; POST /v1/notifications/read.
std::vector<Route> notification_routes(const NotificationDeps& deps);

}  // namespace callfold::http
