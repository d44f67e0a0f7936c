#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct CreditDeps {
    Database& database;
    const Clock& clock;
};

// /v1/credits and /v1/credits/transfers
std::vector<Route> credit_routes(const CreditDeps& deps);

}  // namespace callfold::http
