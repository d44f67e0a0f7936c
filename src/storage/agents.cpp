#include "storage/agents.h"

#include <vector>

#include "storage/statements/agents.h"

namespace callfold {

AgentIds ensure_agents(Connection& connection, const std::set<AgentKey>& keys, Instant now) {
    AgentIds agents;
    const auto keep = [&](const Row& row) {
        agents.insert_or_assign(
            {row.id<TenantId>(1), std::string(row.text(2)), std::string(row.text(3))},
            row.id<AgentId>(0));
    };
    std::vector<Parameter> known;
    for (const AgentKey& key : keys) {
        known.insert(known.end(), {parameter(key.tenant), parameter(key.provider),
                                   parameter(key.provider_agent_id)});
    }
    connection.run_for_each(sql::select_agent, 3, known, keep);
    std::vector<Parameter> missing;
    for (const AgentKey& key : keys) {
        if (agents.contains(key)) continue;
        missing.insert(missing.end(),
                       {parameter(new_uuid(now)), parameter(key.tenant), parameter(key.provider),
                        parameter(key.provider_agent_id), parameter(now)});
    }
    connection.run_for_each(sql::insert_agent, 5, missing, keep);
    return agents;
}

}  // namespace callfold
