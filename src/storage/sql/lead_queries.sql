-- Leads: complete analyses with the contacts of their numbers. The walks go down the scores; their parameters:
-- tenant, least and highest total score, the place below which the page begins (score, time, id), limit.

-- name: select_leads_by_score
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- Leads whose contact has a part (?8, a pattern) in its number, name or e-mail address, or whose number is ?9 itself: a
-- contact may have been deleted alone. The contacts are searched once, not once for each lead.
-- name: select_leads_by_text
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
    AND (a.phone_number = ?9 OR a.phone_number IN (
        SELECT k.phone_number FROM contacts AS k
        WHERE k.user_id = ?1 AND (k.phone_number LIKE ?8 ESCAPE '\' OR k.name LIKE ?8 ESCAPE '\'
            OR k.email LIKE ?8 ESCAPE '\')))
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- name: select_leads_by_text (postgres)
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
    AND (a.phone_number = ?9 OR a.phone_number IN (
        SELECT k.phone_number FROM contacts AS k
        WHERE k.user_id = ?1 AND (k.phone_number ILIKE ?8 ESCAPE '\' OR k.name ILIKE ?8 ESCAPE '\'
            OR k.email ILIKE ?8 ESCAPE '\')))
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- The same where few contacts answer ?10, a question to their index: those are read, then sorted. Left to itself
-- the engine would walk down the scores for each of them.
-- name: select_leads_of_contacts
SELECT a.id FROM (
        SELECT k.phone_number FROM contact_parts AS p CROSS JOIN contacts AS k ON k.id = p.rowid
        WHERE p.contact_parts MATCH ?10 AND k.user_id = ?1 AND (k.phone_number LIKE ?8 ESCAPE '\'
            OR k.name LIKE ?8 ESCAPE '\' OR k.email LIKE ?8 ESCAPE '\')
        UNION SELECT ?9
    ) AS found
    CROSS JOIN lead_analytics AS a INDEXED BY idx_lead_analytics_complete ON a.phone_number = found.phone_number
WHERE a.user_id = ?1 AND a.analysis_type = 'complete' AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- Not asked on PostgreSQL, which has no such index.
-- name: select_leads_of_contacts (postgres)
SELECT a.id FROM lead_analytics AS a
WHERE a.user_id = ?1 AND a.total_score >= ?2 AND a.total_score <= ?3
    AND (a.total_score, a.analysis_timestamp, a.id) < (?4, ?5, ?6)
    AND ?8::text IS NULL AND ?9::text IS NULL AND ?10::text IS NULL LIMIT ?7;

-- The same where many do: of the next ?9 leads only, which fill a page mostly.
-- name: select_next_leads_by_text
SELECT a.id FROM (
        SELECT id, total_score, analysis_timestamp, phone_number FROM lead_analytics
        WHERE user_id = ?1 AND analysis_type = 'complete' AND total_score >= ?2 AND total_score <= ?3
            AND (total_score, analysis_timestamp, id) < (?4, ?5, ?6)
        ORDER BY total_score DESC, analysis_timestamp DESC, id DESC LIMIT ?9
    ) AS a
    CROSS JOIN contacts AS k ON k.user_id = ?1 AND k.phone_number = a.phone_number
WHERE k.phone_number LIKE ?8 ESCAPE '\' OR k.name LIKE ?8 ESCAPE '\' OR k.email LIKE ?8 ESCAPE '\'
ORDER BY a.total_score DESC, a.analysis_timestamp DESC, a.id DESC LIMIT ?7;

-- name: select_next_leads_by_text (postgres)
SELECT a.id FROM (
        SELECT id, total_score, analysis_timestamp, phone_number FROM lead_analytics
        WHERE user_id = ?1 AND analysis_type = 'complete' AND total_score >= ?2 AND total_score <= ?3
            AND (total_score, analysis_timestamp, id) < (?4, ?5, ?6)
        ORDER BY total_score DESC, analysis_timestamp DESC, id DESC LIMIT ?9
    ) AS a
    JOIN contacts AS k ON k.user_id = ?1 AND k.phone_number = a.phone_number
WHERE k.phone_number ILIKE ?8 ESCAPE '\' OR k.name ILIKE ?8 ESCAPE '\' OR k.email ILIKE ?8 ESCAPE '\'
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

-- As in select_analysis_row: the key of the job is put together apart from the look for it. "+ 0": a row is found by its
-- id, not among all of the tenant.
-- name: select_lead_row (postgres)
SELECT a.id, a.phone_number, k.public_id, k.name, a.total_score, a.sentiment, a.summary, a.analyzer,
    l.public_id, a.previous_calls_analyzed, a.summary_is_stale OR EXISTS (
        SELECT 1 FROM jobs AS j WHERE j.user_id = a.user_id AND j.key = analysis_job.key
            AND j.state IN ('waiting', 'running')),
    a.statistics, a.analysis_timestamp
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN lead_analytics AS a ON a.user_id + 0 = r.user_id AND a.id = r.id
    CROSS JOIN LATERAL (SELECT 'lead/' || a.phone_number AS key OFFSET 0) AS analysis_job
    LEFT JOIN contacts AS k ON k.user_id = a.user_id AND k.phone_number = a.phone_number
    LEFT JOIN calls AS l ON l.id = a.latest_call_id AND l.user_id = a.user_id;
