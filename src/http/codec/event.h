#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/event_queries.h"

namespace callfold::http {

// An event of the call with this public id: what it said, and what was understood.
nlohmann::json event_json(const ListedEvent& listed, Uuid call);

}  // namespace callfold::http
