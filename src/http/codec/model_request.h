#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/model_request_queries.h"

namespace callfold::http {

// A request to the model.
nlohmann::json model_request_json(const ListedModelRequest& request);

}  // namespace callfold::http
