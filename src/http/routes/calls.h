#pragma once

#include <functional>
#include <vector>

#include "domain/model_prices.h"
#include "http/router.h"
#include "pipeline/settings_cache.h"
#include "storage/database.h"

namespace callfold::http {

// What the routes of calls work with; all of it must outlive them.
struct CallDeps {
    Database& database;
    const Clock& clock;
    std::function<void()> wake_workers;  // there is work for the analysis
    SettingsCache& settings;
    ModelPrices prices;
};

// GET /v1/calls, /v1/calls/{id}, /v1/calls/{id}/events, /v1/admin/calls;
// POST /v1/calls/{id}/analyze.
std::vector<Route> call_routes(const CallDeps& deps);

}  // namespace callfold::http
