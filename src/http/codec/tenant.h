#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/tenants.h"

namespace callfold::http {

// A tenant as the API writes it.
nlohmann::json tenant_json(const Tenant& tenant);

}  // namespace callfold::http
