#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "http/router.h"
#include "storage/audit.h"

namespace callfold::http {

// Who asks, as the audit log names them.
Actor actor_of(const Identity& identity);

// The names of what was sent in a body.
std::vector<std::string> field_names(const nlohmann::json& body);

// Writes into the audit log of `tenant` what whoever asks did to `subject`. To be called in the
// transaction of the change, once it is sure.
void record_change(Connection& connection, const Identity& identity, TenantId tenant,
                   AuditAction action, const Uuid& subject, std::vector<std::string> fields,
                   Instant now);

}  // namespace callfold::http
