#pragma once

#include <string>
#include <vector>

#include "base/metrics.h"
#include "http/router.h"
#include "pipeline/committer.h"
#include "storage/database.h"

namespace callfold::http {

// What the health routes look at; all of it must outlive them.
struct HealthSources {
    Database& database;
    const Committer& committer;
    const Metrics& metrics;
    std::string version;  // of the program
};

// GET /healthz, which asks nothing of the database and waits for no worker thread; GET /readyz;
// GET /metrics.
std::vector<Route> health_routes(const HealthSources& sources);

}  // namespace callfold::http
