#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct AgentDeps {
    Database& database;
    const Clock& clock;
};

// /v1/agents
std::vector<Route> agent_routes(const AgentDeps& deps);

}  // namespace callfold::http
