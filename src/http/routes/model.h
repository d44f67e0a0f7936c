#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "domain/model_pause.h"
#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// What the route of the model works with; all of it must outlive it.
struct ModelDeps {
    Database& database;
    const Clock& clock;
    std::function<std::optional<ModelPause>()> pause;
    std::function<void()> resume;  // somebody asks to try a paused model now
};

// POST /v1/model/resume
std::vector<Route> model_routes(const ModelDeps& deps);

}  // namespace callfold::http
