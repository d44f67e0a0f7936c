#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct OverviewDeps {
    Database& database;
    const Clock& clock;
    std::function<std::optional<std::string>()> paused_because;  // why the model is paused
};

// GET /v1/overview
std::vector<Route> overview_routes(const OverviewDeps& deps);

}  // namespace callfold::http
