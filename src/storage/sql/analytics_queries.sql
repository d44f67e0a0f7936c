-- Analyses as the API reads them. Walks give the places of a list, the newest first: an analysis gets its id when
-- it is stored. Their parameters: tenant, the id below which the page begins, type, limit.

-- name: select_analyses_by_time
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.id < ?2 AND (a.analysis_type = ?3 OR ?3 IS NULL)
ORDER BY a.id DESC LIMIT ?4;

-- name: select_complete_analyses_by_time
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.id < ?2 AND a.analysis_type = ?3 AND a.analysis_type = 'complete'
ORDER BY a.id DESC LIMIT ?4;

-- A complete analysis has no call, which is what its index goes by.
-- name: select_complete_analyses_by_time (postgres)
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.id < ?2 AND a.analysis_type = ?3 AND a.call_id IS NULL
ORDER BY a.id DESC LIMIT ?4;

-- name: select_analyses_by_number
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.id < ?2 AND (a.analysis_type = ?3 OR ?3 IS NULL) AND a.phone_number = ?5
ORDER BY a.id DESC LIMIT ?4;

-- An individual analysis has its own call as the latest one.
-- name: select_analyses_by_call
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.id < ?2 AND (a.analysis_type = ?3 OR ?3 IS NULL)
    AND (a.phone_number = ?5 OR ?5 IS NULL)
    AND a.latest_call_id = (SELECT c.id FROM calls AS c WHERE c.user_id = ?1 AND c.public_id = ?6)
ORDER BY a.id DESC LIMIT ?4;

-- name: select_individual_of_call
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.call_id = ?2 AND a.analysis_type = 'individual';

-- name: select_analysis_row
SELECT a.id, a.public_id, a.analysis_type, c.public_id, a.phone_number, l.public_id,
    a.previous_calls_analyzed, a.analysis_timestamp, a.analyzer, a.model, a.prompt_version,
    a.dropped_fields, a.statistics,
    a.analysis_type = 'complete' AND (a.summary_is_stale OR EXISTS (
        SELECT 1 FROM jobs AS j WHERE j.user_id = a.user_id AND j.key = 'lead/' || a.phone_number
            AND j.state IN ('waiting', 'running'))),
    a.total_score, a.intent_score, a.urgency_score, a.budget_score, a.fit_score, a.engagement_score,
    a.sentiment, a.summary, a.outcome, a.key_topics, a.objections, a.pain_points, a.interests,
    a.next_steps, a.key_decision_factors, a.recommended_actions, a.customer_name, a.customer_email,
    a.customer_phone, a.extra
FROM lead_analytics AS a
    LEFT JOIN calls AS c ON c.id = a.call_id AND c.user_id = a.user_id
    LEFT JOIN calls AS l ON l.id = a.latest_call_id AND l.user_id = a.user_id
WHERE a.user_id = ?1 AND a.id = ?2;

-- The key of the job is put together apart from the look for it: row-level security keeps an index from being searched
-- for what a function makes that might tell of its rows.
-- name: select_analysis_row (postgres)
SELECT a.id, a.public_id, a.analysis_type, c.public_id, a.phone_number, l.public_id,
    a.previous_calls_analyzed, a.analysis_timestamp, a.analyzer, a.model, a.prompt_version,
    a.dropped_fields, a.statistics,
    a.analysis_type = 'complete' AND (a.summary_is_stale OR EXISTS (
        SELECT 1 FROM jobs AS j WHERE j.user_id = a.user_id AND j.key = analysis_job.key
            AND j.state IN ('waiting', 'running'))),
    a.total_score, a.intent_score, a.urgency_score, a.budget_score, a.fit_score, a.engagement_score,
    a.sentiment, a.summary, a.outcome, a.key_topics, a.objections, a.pain_points, a.interests,
    a.next_steps, a.key_decision_factors, a.recommended_actions, a.customer_name, a.customer_email,
    a.customer_phone, a.extra
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN lead_analytics AS a ON a.user_id = r.user_id AND a.id = r.id
    CROSS JOIN LATERAL (SELECT 'lead/' || a.phone_number AS key OFFSET 0) AS analysis_job
    LEFT JOIN calls AS c ON c.id = a.call_id AND c.user_id = a.user_id
    LEFT JOIN calls AS l ON l.id = a.latest_call_id AND l.user_id = a.user_id;
