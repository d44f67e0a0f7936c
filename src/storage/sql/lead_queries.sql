-- Leads: complete analyses with the contacts of their numbers. The walks go down the scores; their parameters:
-- tenant, least and highest total score, the place below which the page begins (score, time, id), limit.

-- name: select_leads_by_score
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- The contacts are searched once, not once for each lead.
-- name: select_leads_by_text
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
    AND (a.phone_number LIKE ?8 ESCAPE '\' OR a.phone_number IN (
        SELECT k.phone_number FROM contacts AS k
        WHERE k.user_id = ?1 AND (k.name LIKE ?8 ESCAPE '\' OR k.email LIKE ?8 ESCAPE '\')))
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- name: select_leads_by_text (postgres)
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
    AND (a.phone_number ILIKE ?8 ESCAPE '\' OR a.phone_number IN (
        SELECT k.phone_number FROM contacts AS k
        WHERE k.user_id = ?1 AND (k.name ILIKE ?8 ESCAPE '\' OR k.email ILIKE ?8 ESCAPE '\')))
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- name: select_lead_row
SELECT a.id, a.phone_number, k.public_id, k.name, a.total_score, a.sentiment, a.summary, a.analyzer,
    l.public_id, a.previous_calls_analyzed, a.summary_is_stale OR EXISTS (
        SELECT 1 FROM jobs AS j WHERE j.user_id = a.user_id AND j.key = 'lead/' || a.phone_number
            AND j.state IN ('waiting', 'running')),
    a.statistics, a.analysis_timestamp
FROM lead_analytics AS a
    LEFT JOIN contacts AS k ON k.user_id = a.user_id AND k.phone_number = a.phone_number
    LEFT JOIN calls AS l ON l.id = a.latest_call_id AND l.user_id = a.user_id
WHERE a.user_id = ?1 AND a.id = ?2 AND a.analysis_type = 'complete';

-- name: select_lead_row (postgres)
SELECT a.id, a.phone_number, k.public_id, k.name, a.total_score, a.sentiment, a.summary, a.analyzer,
    l.public_id, a.previous_calls_analyzed, a.summary_is_stale OR EXISTS (
        SELECT 1 FROM jobs AS j WHERE j.user_id = a.user_id AND j.key = 'lead/' || a.phone_number
            AND j.state IN ('waiting', 'running')),
    a.statistics, a.analysis_timestamp
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN lead_analytics AS a ON a.user_id = r.user_id AND a.id = r.id
    LEFT JOIN contacts AS k ON k.user_id = a.user_id AND k.phone_number = a.phone_number
    LEFT JOIN calls AS l ON l.id = a.latest_call_id AND l.user_id = a.user_id
WHERE a.analysis_type = 'complete';
