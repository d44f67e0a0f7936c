#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/endpoints.h"

namespace callfold::http {

// An endpoint of `tenant` without its token, and with token and path for whoever made or rotated
// it.
nlohmann::json endpoint_json(const Endpoint& endpoint, const Uuid& tenant);
nlohmann::json endpoint_with_token_json(const EndpointWithToken& made, const Uuid& tenant);

}  // namespace callfold::http
