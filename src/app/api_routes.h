#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "http/router.h"
#include "pipeline/ingest.h"

namespace callfold {

// What the routes of the server work with; all of it outlives them.
struct RouteSources {
    Database& database;
    SettingsCache& settings;
    Committer& committer;
    Ingest& ingest;
    Metrics& metrics;
    const Clock& clock;
    std::string public_url;
    std::function<void()> wake_workers;
};

// Every route of the server, resource by resource.
std::vector<http::Route> api_routes(const RouteSources& sources);

}  // namespace callfold
