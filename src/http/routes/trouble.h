#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "domain/model_pause.h"
#include "http/router.h"
#include "pipeline/settings_cache.h"
#include "storage/database.h"

namespace callfold::http {

struct TroubleDeps {
    Database& database;
    SettingsCache& settings;
    const Clock& clock;
    std::function<std::optional<ModelPause>()> model_pause;
    std::chrono::hours endpoint_silence;  // after which a used endpoint counts as silent
};

// GET /v1/trouble
std::vector<Route> trouble_routes(const TroubleDeps& deps);

}  // namespace callfold::http
