#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/call_changes.h"
#include "storage/event_queries.h"

namespace callfold::http {

// An event of the call with this public id: what it said, what was understood, and what it changed
// (null: that was not worked out).
nlohmann::json event_json(const ListedEvent& listed, Uuid call,
                          const std::vector<CallChange>* changes);

}  // namespace callfold::http
