#pragma once

#include <string>

#include "base/result.h"
#include "storage/list_page.h"
#include "storage/settings.h"

namespace callfold {

// The most characters that an agent's own prompt may have.
inline constexpr std::size_t prompt_characters_max = 20'000;

// A voice agent as people see it. It is made by ingest (storage/agents).
struct Agent {
    AgentId id;
    Uuid public_id;
    std::string provider;
    std::string provider_agent_id;
    AgentSettings settings;
    Instant created_at;
    Instant updated_at;
};

ListPage<Agent> list_agents(Connection& connection, TenantId tenant, const PageRange& range);

// `not_found`, in words, when the tenant has no such agent; so does the next one.
Result<Agent> require_agent(Connection& connection, TenantId tenant, const Uuid& public_id);

// Writes all that people set for the agent. Later webhooks and analyses go by it.
Result<Agent> update_agent(Connection& connection, TenantId tenant, const Uuid& public_id,
                           const AgentSettings& settings, Instant now);

}  // namespace callfold
