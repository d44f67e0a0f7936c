-- Jobs as the API reads them and starts them again. Walks give the places of a list, newest first; their
-- parameters: tenant, the id below which the page begins, kind, limit, state.

-- name: select_jobs_by_time
SELECT j.id FROM jobs AS j
WHERE j.user_id = ?1 AND j.id < ?2 AND (j.kind = ?3 OR ?3 IS NULL) AND (j.state = ?5 OR ?5 IS NULL)
ORDER BY j.id DESC LIMIT ?4;

-- name: select_jobs_given_up
SELECT j.id FROM jobs AS j
WHERE j.user_id = ?1 AND j.id < ?2 AND (j.kind = ?3 OR ?3 IS NULL) AND j.state = ?5
    AND j.state IN ('failed', 'canceled')
ORDER BY j.id DESC LIMIT ?4;

-- The few that are active are sorted; the many that are done are not walked through. The condition on the key
-- makes the engine take the index of the active ones.
-- name: select_jobs_active
SELECT j.id FROM jobs AS j
WHERE j.user_id = ?1 AND j.key > '' AND +j.id < ?2 AND (j.kind = ?3 OR ?3 IS NULL) AND j.state = ?5
    AND j.state IN ('waiting', 'running')
ORDER BY +j.id DESC LIMIT ?4;

-- name: select_jobs_of_call
SELECT j.id FROM jobs AS j WHERE j.user_id = ?1 AND j.call_id = ?2 ORDER BY j.id DESC LIMIT ?3;

-- name: select_active_job_by_key
SELECT j.id FROM jobs AS j WHERE j.user_id = ?1 AND j.key = ?2 AND j.state IN ('waiting', 'running');

-- name: select_job_by_public_id
SELECT j.id FROM jobs AS j WHERE j.user_id = ?1 AND j.public_id = ?2;

-- name: select_job_row
SELECT j.id, j.public_id, j.kind, j.state, c.public_id, j.phone_number, j.attempts, j.held_because,
    j.last_error, j.not_before, j.created_at, j.updated_at
FROM jobs AS j LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id
WHERE j.user_id = ?1 AND j.id = ?2;

-- name: select_job_row (postgres)
SELECT j.id, j.public_id, j.kind, j.state, c.public_id, j.phone_number, j.attempts, j.held_because,
    j.last_error, j.not_before, j.created_at, j.updated_at
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN jobs AS j ON j.user_id = r.user_id AND j.id = r.id LEFT JOIN calls AS c ON c.id = j.call_id AND c.user_id = j.user_id;

-- Nothing changes while another job of the same key is active.
-- name: retry_job
UPDATE jobs SET state = 'waiting', attempts = 0, dirty = FALSE, held_because = NULL, not_before = ?3, updated_at = ?3
WHERE user_id = ?1 AND id = ?2 AND state = 'failed'
    AND NOT EXISTS (SELECT 1 FROM jobs AS other
                    WHERE other.user_id = ?1 AND other.key = jobs.key
                        AND other.state IN ('waiting', 'running'));

-- The call of a job that waits again waits for its analysis again, unless its words have changed since.
-- name: reopen_analysis_of_job
UPDATE calls SET analysis_status = 'pending', updated_at = ?3
WHERE user_id = ?1 AND analysis_status = 'failed'
    AND (id, analysis_key) = (SELECT call_id, analysis_key FROM jobs WHERE user_id = ?1 AND id = ?2);
