#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/agent_queries.h"

namespace callfold::http {

// An agent of `tenant` as the API writes it.
nlohmann::json agent_json(const Agent& agent, const Uuid& tenant);

}  // namespace callfold::http
