#pragma once

#include <vector>

#include "http/router.h"

namespace callfold::http {

// GET /openapi.yaml and GET /docs: the contract of the API and the page made of it, as they were
// when the program was built.
std::vector<Route> contract_routes();

}  // namespace callfold::http
