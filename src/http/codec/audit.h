#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/audit.h"

namespace callfold::http {

nlohmann::json audit_json(const ListedAuditEntry& listed, const Uuid& tenant);

}  // namespace callfold::http
