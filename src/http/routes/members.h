#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct MemberDeps {
    Database& database;
    const Clock& clock;
};

// The people who may sign in.
std::vector<Route> member_routes(const MemberDeps& deps);

}  // namespace callfold::http
