#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct KeyDeps {
    Database& database;
    const Clock& clock;
};

// /v1/keys. A key manages the keys of its own tenant; an admin key those of every tenant. Admin
// keys are made and revoked by admin keys only.
std::vector<Route> key_routes(const KeyDeps& deps);

}  // namespace callfold::http
