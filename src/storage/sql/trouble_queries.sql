-- What needs a person's look, the newest first; each statement gives at most its last parameter's rows.

-- name: select_quarantined_trouble
SELECT q.public_id, q.provider, q.reason, q.received_at FROM quarantine AS q
WHERE q.user_id = ?1 AND q.replayed_at IS NULL ORDER BY q.id DESC LIMIT ?2;

-- Newest first; ?2 is the id below which the search goes on.
-- name: select_failed_jobs
SELECT j.id FROM jobs AS j
WHERE j.user_id = ?1 AND j.id < ?2 AND j.state = 'failed' AND j.state IN ('failed', 'canceled')
ORDER BY j.id DESC LIMIT ?3;

-- A failed analysis is trouble until it is under way again or a later one has made up for it: for a call its status
-- tells, for a lead the time of its complete analysis. Of a call that failed again the last one counts.
-- name: select_failed_job_trouble
SELECT j.id, j.public_id, c.public_id, j.phone_number, j.kind, j.last_error, j.updated_at
FROM jobs AS j LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id
WHERE j.user_id = ?1 AND j.id = ?2
    AND (j.kind = 'analyze-lead' OR (c.analysis_status = 'failed' AND c.analysis_key = j.analysis_key))
    AND coalesce((SELECT max(later.id) FROM jobs AS later
                  WHERE later.call_id = j.call_id AND later.user_id = j.user_id AND later.state = 'failed'
                      AND later.analysis_key = j.analysis_key), j.id) = j.id
    AND coalesce((SELECT a.analysis_timestamp FROM lead_analytics AS a
                  WHERE a.user_id = j.user_id AND a.phone_number = j.phone_number
                      AND a.analysis_type = 'complete'), j.updated_at) <= j.updated_at
    AND (SELECT active.id FROM jobs AS active
         WHERE active.user_id = j.user_id AND active.key = j.key
             AND active.state IN ('waiting', 'running')) IS NULL;

-- name: select_failed_job_trouble (postgres)
SELECT j.id, j.public_id, c.public_id, j.phone_number, j.kind, j.last_error, j.updated_at
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN jobs AS j ON j.user_id = r.user_id AND j.id = r.id
    LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id
WHERE (j.kind = 'analyze-lead' OR (c.analysis_status = 'failed' AND c.analysis_key = j.analysis_key))
    AND coalesce((SELECT max(later.id) FROM jobs AS later
                  WHERE later.call_id = j.call_id AND later.user_id = j.user_id AND later.state = 'failed'
                      AND later.analysis_key = j.analysis_key), j.id) = j.id
    AND coalesce((SELECT a.analysis_timestamp FROM lead_analytics AS a
                  WHERE a.user_id = j.user_id AND a.phone_number = j.phone_number
                      AND a.analysis_type = 'complete'), j.updated_at) <= j.updated_at
    AND (SELECT active.id FROM jobs AS active
         WHERE active.user_id = j.user_id AND active.key = j.key
             AND active.state IN ('waiting', 'running')) IS NULL;

-- name: select_held_jobs_trouble
SELECT j.public_id, c.public_id, j.phone_number, j.kind, j.held_because, j.created_at
FROM jobs AS j INDEXED BY idx_jobs_held LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id
WHERE j.user_id = ?1 AND j.held_because IS NOT NULL AND j.state = 'waiting'
ORDER BY j.id DESC LIMIT ?2;

-- name: select_held_jobs_trouble (postgres)
SELECT j.public_id, c.public_id, j.phone_number, j.kind, j.held_because, j.created_at
FROM jobs AS j LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id
WHERE j.user_id = ?1 AND j.held_because IS NOT NULL AND j.state = 'waiting'
ORDER BY j.id DESC LIMIT ?2;

-- name: select_failed_deliveries_trouble
SELECT d.public_id, c.public_id, m.phone_number, m.event_type, s.url, d.email, d.last_error, d.updated_at
FROM deliveries AS d
    JOIN outgoing_messages AS m ON m.id = d.message_id AND m.user_id = d.user_id
    LEFT JOIN subscriptions AS s ON s.id = d.subscription_id AND s.user_id = d.user_id
    LEFT JOIN calls AS c ON c.id = m.call_id AND c.user_id = d.user_id
WHERE d.user_id = ?1 AND d.state = 'failed' ORDER BY d.id DESC LIMIT ?2;

-- name: select_unknown_status_trouble
SELECT c.public_id, c.phone_number, c.provider, c.execution_id, c.unknown_statuses, c.updated_at
FROM calls AS c WHERE c.user_id = ?1 AND c.unknown_statuses <> '[]' ORDER BY c.id DESC LIMIT ?2;

-- Calls whose last event is before ?2.
-- name: select_no_news_trouble
SELECT c.public_id, c.phone_number, c.provider, c.execution_id, c.last_event_at
FROM calls AS c
WHERE c.user_id = ?1 AND c.last_event_at < ?2
    AND (c.ended_at IS NULL OR c.call_lifecycle_status = 'call-disconnected') AND c.ended_at IS NULL
ORDER BY c.last_event_at DESC LIMIT ?3;

-- Endpoints that were used and are enabled, with nothing after ?2.
-- name: select_silent_endpoints
SELECT e.public_id, e.provider, e.name, e.token_prefix, a.last_received_at
FROM endpoint_arrivals AS a JOIN endpoints AS e ON e.id = a.endpoint_id AND e.user_id = a.user_id
WHERE a.user_id = ?1 AND a.last_received_at <= ?2 AND e.disabled_at IS NULL
ORDER BY a.last_received_at DESC LIMIT ?3;
