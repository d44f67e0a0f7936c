#pragma once

#include <functional>
#include <vector>

#include "http/router.h"
#include "pipeline/settings_cache.h"

namespace callfold::http {

// What the routes of the quarantine work with; all of it must outlive them.
struct QuarantineDeps {
    Database& database;
    SettingsCache& settings;
    const Clock& clock;
    std::function<void()> wake_workers;  // there is work for the analysis
};

// GET /v1/quarantine, /v1/quarantine/{id}; POST /v1/quarantine/{id}/replay.
std::vector<Route> quarantine_routes(const QuarantineDeps& deps);

}  // namespace callfold::http
