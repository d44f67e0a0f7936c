#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct TenantDeps {
    Database& database;
    const Clock& clock;
};

// /v1/admin/tenants
std::vector<Route> tenant_routes(const TenantDeps& deps);

}  // namespace callfold::http
