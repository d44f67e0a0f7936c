#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// What the route of statistics works with; all of it must outlive it.
struct StatsDeps {
    Database& database;
};

// GET /v1/stats.
std::vector<Route> stats_routes(const StatsDeps& deps);

}  // namespace callfold::http
