#pragma once

#include <map>
#include <set>
#include <string>

#include "storage/connection.h"

namespace callfold {

// What names an agent.
struct AgentKey {
    TenantId tenant;
    std::string provider;
    std::string provider_agent_id;

    auto operator<=>(const AgentKey&) const = default;
};

// The agents that providers name so; made when they are seen for the first time.
using AgentIds = std::map<AgentKey, AgentId>;
AgentIds ensure_agents(Connection& connection, const std::set<AgentKey>& keys, Instant now);

}  // namespace callfold
