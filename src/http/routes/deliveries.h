#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct DeliveryDeps {
    Database& database;
    const Clock& clock;
    std::string public_url;                 // of the dashboard, for links
    std::function<void()> wake_deliveries;  // there is something to send
};

// /v1/deliveries
std::vector<Route> delivery_routes(const DeliveryDeps& deps);

}  // namespace callfold::http
