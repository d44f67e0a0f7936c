#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct AuditDeps {
    Database& database;
};

// What people changed, and programs with their keys.
std::vector<Route> audit_routes(const AuditDeps& deps);

}  // namespace callfold::http
