#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct KeyDeps {
    Database& database;
    const Clock& clock;
};

// /v1/keys. A key or an owner manages the keys of the own tenant; an admin key or an administrator
// those of every tenant, and admin keys.
std::vector<Route> key_routes(const KeyDeps& deps);

}  // namespace callfold::http
