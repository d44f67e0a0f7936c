#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "http/password_work.h"
#include "http/router.h"
#include "http/sign_in_throttle.h"
#include "http/stream_hub.h"
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
    http::SignInThrottle& sign_in_throttle;
    http::PasswordWork& password_work;
    http::StreamHub& stream_hub;
    bool over_tls;  // browsers reach this server so
};

// Every route of the server, resource by resource.
std::vector<http::Route> api_routes(const RouteSources& sources);

}  // namespace callfold
