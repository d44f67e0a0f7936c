#include "storage/agents.h"

#include <optional>

#include "storage/statements/agents.h"

namespace callfold {

AgentId ensure_agent(Connection& connection, TenantId tenant, const std::string& provider,
                     const std::string& provider_agent_id, Instant now) {
    std::optional<AgentId> agent;
    const auto read_id = [&](const Row& row) { agent = row.id<AgentId>(0); };
    query(connection, sql::select_agent, read_id, tenant, provider, provider_agent_id);
    if (!agent) {
        query(connection, sql::insert_agent, read_id, new_uuid(now), tenant, provider,
              provider_agent_id, now);
    }
    return agent.value();
}

}  // namespace callfold
