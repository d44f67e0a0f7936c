#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/notification_queries.h"

namespace callfold::http {

// A notification of `tenant`.
nlohmann::json notification_json(const ListedNotification& notification, Uuid tenant);

}  // namespace callfold::http
