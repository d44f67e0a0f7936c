#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// What the routes of leads work with; all of it must outlive them.
struct LeadDeps {
    Database& database;
    const Clock& clock;
};

// /v1/leads, /v1/leads/{phone}, /v1/lead-analytics.
std::vector<Route> lead_routes(const LeadDeps& deps);

}  // namespace callfold::http
