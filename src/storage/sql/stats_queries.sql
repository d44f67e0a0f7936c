-- What dashboards read: the counters, and the names of the agents in them.

-- In the order of time.
-- name: select_counters
SELECT quarter, provider_agent_id, calls, ended, answered, voicemail, no_answer, busy, failed, canceled, talk_ms,
    charged_micro
FROM counters
WHERE user_id = ?1 AND quarter >= ?2 AND quarter < ?3 AND (provider_agent_id = ?4 OR ?4 IS NULL)
ORDER BY quarter;

-- name: select_agents_in_counters
SELECT public_id, provider_agent_id, name FROM agents WHERE user_id = ?1 ORDER BY id;
