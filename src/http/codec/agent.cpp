#include "http/codec/agent.h"

#include <nlohmann/json.hpp>

#include "http/json_values.h"

namespace callfold::http {

nlohmann::json agent_json(const Agent& agent, const Uuid& tenant) {
    const AgentSettings& settings = agent.settings;
    nlohmann::json body{
        {"id", json_value(agent.public_id)},
        {"user_id", json_value(tenant)},
        {"provider", agent.provider},
        {"provider_agent_id", agent.provider_agent_id},
        {"name", json_value(settings.name)},
        {"region", nullptr},
        {"individual_prompt", json_value(settings.prompt_individual)},
        {"complete_prompt", json_value(settings.prompt_complete)},
        {"created_at", json_value(agent.created_at)},
        {"updated_at", json_value(agent.updated_at)},
    };
    if (settings.region) body["region"] = settings.region->code();
    return body;
}

}  // namespace callfold::http
