#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/model_prices.h"
#include "storage/model_request_queries.h"

namespace callfold::http {

// A request to the model, with what it cost at `prices`.
nlohmann::json model_request_json(const ListedModelRequest& request, const ModelPrices& prices);

}  // namespace callfold::http
