-- Agents as the API lists and changes them. What ingest makes is in agents.sql.

-- name: list_agents
SELECT id, public_id, provider, provider_agent_id, name, region, prompt_individual, prompt_complete,
    created_at, coalesce(updated_at, created_at)
FROM agents
WHERE user_id = ?1 AND id < ?2
ORDER BY id DESC LIMIT ?3;

-- name: select_agent_by_public_id
SELECT id, public_id, provider, provider_agent_id, name, region, prompt_individual, prompt_complete,
    created_at, coalesce(updated_at, created_at)
FROM agents WHERE user_id = ?1 AND public_id = ?2;

-- name: update_agent_settings
UPDATE agents SET name = ?3, region = ?4, prompt_individual = ?5, prompt_complete = ?6,
    updated_at = ?7
WHERE user_id = ?1 AND public_id = ?2;
