#pragma once

#include <string>

#include "storage/connection.h"

namespace callfold {

// The agent of a tenant that the provider names so; made when it is seen for the first time.
AgentId ensure_agent(Connection& connection, TenantId tenant, const std::string& provider,
                     const std::string& provider_agent_id, Instant now);

}  // namespace callfold
