#pragma once

#include <functional>
#include <vector>

#include "base/secret_box.h"
#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct SubscriptionDeps {
    Database& database;
    const Clock& clock;
    const SecretBox& secrets;
    std::function<void()> wake_deliveries;  // there is something to send
};

// /v1/subscriptions
std::vector<Route> subscription_routes(const SubscriptionDeps& deps);

}  // namespace callfold::http
