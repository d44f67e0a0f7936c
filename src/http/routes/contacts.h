#pragma once

#include <vector>

#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

struct ContactDeps {
    Database& database;
    const Clock& clock;
};

// /v1/contacts
std::vector<Route> contact_routes(const ContactDeps& deps);

}  // namespace callfold::http
