#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "storage/subscriptions.h"

namespace callfold::http {

// A subscription of `tenant` at `now`.
nlohmann::json subscription_json(const Subscription& subscription, const Uuid& tenant, Instant now);

// The same with its secret, for whoever made it.
nlohmann::json subscription_with_secret_json(const Subscription& subscription, const Uuid& tenant,
                                             const std::string& secret, Instant now);

}  // namespace callfold::http
