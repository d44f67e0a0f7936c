#include "storage/agent_queries.h"

#include "storage/statements/agent_queries.h"

namespace callfold {
namespace {

Agent read_agent(const Row& row) {
    Agent agent;
    agent.id = row.id<AgentId>(0);
    agent.public_id = row.uuid(1);
    agent.provider = row.text(2);
    agent.provider_agent_id = row.text(3);
    agent.settings.name = row.optional_text(4);
    if (!row.is_null(5)) agent.settings.region = Region::parse(row.text(5));
    agent.settings.prompt_individual = row.optional_text(6);
    agent.settings.prompt_complete = row.optional_text(7);
    agent.created_at = row.instant(8);
    agent.updated_at = row.instant(9);
    return agent;
}

}  // namespace

ListPage<Agent> list_agents(Connection& connection, TenantId tenant, const PageRange& range) {
    return query_page<Agent>(connection, sql::list_agents, range, read_agent, tenant);
}

Result<Agent> require_agent(Connection& connection, TenantId tenant, const Uuid& public_id) {
    std::optional<Agent> agent;
    query(
        connection, sql::select_agent_by_public_id,
        [&](const Row& row) { agent = read_agent(row); }, tenant, public_id);
    if (!agent) return fail(ErrorCode::not_found, "No agent has this id.");
    return std::move(*agent);
}

Result<Agent> update_agent(Connection& connection, TenantId tenant, const Uuid& public_id,
                           const AgentSettings& settings, Instant now) {
    std::optional<std::string> region;
    if (settings.region) region = settings.region->code();
    execute(connection, sql::update_agent_settings, tenant, public_id, settings.name, region,
            settings.prompt_individual, settings.prompt_complete, now);
    raise_settings_version(connection);
    return require_agent(connection, tenant, public_id);
}

}  // namespace callfold
