#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "storage/delivery_queries.h"

namespace callfold::http {

// A delivery of `tenant`.
nlohmann::json delivery_json(const ListedDelivery& delivery, const Uuid& tenant);

// With what is sent (empty: erased) and each attempt.
nlohmann::json delivery_detail_json(const ListedDelivery& delivery, const Uuid& tenant,
                                    const std::string& payload,
                                    const std::vector<DeliveryAttempt>& attempts);

}  // namespace callfold::http
