#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "domain/model_pause.h"
#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct OverviewDeps {
    Database& database;
    const Clock& clock;
    std::function<std::optional<ModelPause>()> model_pause;
};

// GET /v1/overview
std::vector<Route> overview_routes(const OverviewDeps& deps);

}  // namespace callfold::http
