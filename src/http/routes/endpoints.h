#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct EndpointDeps {
    Database& database;
    const Clock& clock;
};

// /v1/endpoints
std::vector<Route> endpoint_routes(const EndpointDeps& deps);

}  // namespace callfold::http
