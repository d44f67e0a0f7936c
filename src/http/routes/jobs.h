#pragma once

#include <functional>
#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// What the routes of jobs work with; all of it must outlive them.
struct JobDeps {
    Database& database;
    const Clock& clock;
    std::function<void()> wake_workers;  // there is work for the analysis
};

// GET /v1/jobs; POST /v1/jobs/{id}/retry.
std::vector<Route> job_routes(const JobDeps& deps);

}  // namespace callfold::http
