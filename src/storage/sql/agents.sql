-- Agents as ingest makes them. What the API reads and changes is in agent_queries.sql.

-- name: select_agent
SELECT id, user_id, provider, provider_agent_id FROM agents
WHERE user_id = ?1 AND provider = ?2 AND provider_agent_id = ?3;

-- name: insert_agent
INSERT INTO agents (public_id, user_id, provider, provider_agent_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (user_id, provider, provider_agent_id) DO UPDATE SET provider = excluded.provider
RETURNING id, user_id, provider, provider_agent_id;
