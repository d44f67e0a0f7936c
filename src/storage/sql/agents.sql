-- Agents as ingest makes them. What the API reads and changes is in agent_queries.sql.

-- name: select_agent
SELECT id, user_id, provider, provider_agent_id FROM agents
WHERE user_id = ?1 AND provider = ?2 AND provider_agent_id = ?3;

-- name: select_agent (postgres)
SELECT a.id, a.user_id, a.provider, a.provider_agent_id
FROM unnest(?1::bigint[], ?2::text[], ?3::text[]) AS r (user_id, provider, provider_agent_id)
    JOIN agents AS a ON a.user_id = r.user_id AND a.provider = r.provider
        AND a.provider_agent_id = r.provider_agent_id;

-- name: insert_agent
INSERT INTO agents (public_id, user_id, provider, provider_agent_id, created_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (user_id, provider, provider_agent_id) DO UPDATE SET provider = excluded.provider
RETURNING id, user_id, provider, provider_agent_id;

-- name: insert_agent (postgres)
INSERT INTO agents (public_id, user_id, provider, provider_agent_id, created_at)
SELECT * FROM unnest(?1::uuid[], ?2::bigint[], ?3::text[], ?4::text[], ?5::timestamptz[])
    AS r (public_id, user_id, provider, provider_agent_id, created_at)
ORDER BY r.user_id, r.provider, r.provider_agent_id
ON CONFLICT (user_id, provider, provider_agent_id) DO UPDATE SET provider = excluded.provider
RETURNING id, user_id, provider, provider_agent_id;
