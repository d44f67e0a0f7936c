-- Durable jobs. What the API reads is in job_queries.sql.

-- A job that waits is as good as a new one; one that runs has read its input already and runs once more.
-- name: request_job
INSERT INTO jobs (public_id, user_id, kind, key, state, call_id, phone_number, analysis_key, not_before,
    processing_id, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6, ?7, ?8, ?9, ?8, ?8)
ON CONFLICT (user_id, key) WHERE state IN ('waiting', 'running')
    DO UPDATE SET dirty = (jobs.state = 'running') OR jobs.dirty, updated_at = excluded.updated_at;

-- name: request_job (postgres)
INSERT INTO jobs (public_id, user_id, kind, key, state, call_id, phone_number, analysis_key, not_before,
    processing_id, created_at, updated_at)
SELECT r.public_id, r.user_id, r.kind, r.key, 'waiting', r.call_id, r.phone_number, r.analysis_key, r.at,
    r.processing_id, r.at, r.at
FROM unnest(?1::uuid[], ?2::bigint[], ?3::text[], ?4::text[], ?5::bigint[], ?6::text[], ?7::bytea[],
    ?8::timestamptz[], ?9::text[])
    AS r (public_id, user_id, kind, key, call_id, phone_number, analysis_key, at, processing_id)
ORDER BY r.user_id, r.key
ON CONFLICT (user_id, key) WHERE state IN ('waiting', 'running')
    DO UPDATE SET dirty = (jobs.state = 'running') OR jobs.dirty, updated_at = excluded.updated_at;

-- name: cancel_waiting_call_jobs
UPDATE jobs SET state = 'canceled', updated_at = ?4
WHERE user_id = ?1 AND call_id = ?2 AND kind = 'analyze-call' AND state = 'waiting'
    AND (analysis_key <> ?3 OR ?3 IS NULL);

-- Of the tenants from ?1 (there with jobs due at ?2 or later) to before ?3: one step along the index for each that
-- has jobs that wait.
-- name: select_tenants_with_waiting_jobs
WITH RECURSIVE tenants (user_id) AS (
    SELECT (SELECT user_id FROM jobs
            WHERE state = 'waiting' AND (user_id, not_before) >= (?1, ?2) AND user_id < ?3
            ORDER BY user_id, not_before LIMIT 1)
    UNION ALL
    SELECT (SELECT min(jobs.user_id) FROM jobs
            WHERE state = 'waiting' AND jobs.user_id > tenants.user_id AND jobs.user_id < ?3)
    FROM tenants WHERE tenants.user_id IS NOT NULL
)
SELECT user_id FROM tenants WHERE user_id IS NOT NULL;

-- name: select_tenants_with_waiting_jobs (postgres)
SELECT t.user_id
FROM unnest(?1::bigint[], ?2::timestamptz[], ?3::bigint[]) AS r (first_user, due_after, before_user)
    CROSS JOIN LATERAL callfold_tenants_with_waiting_jobs(r.first_user, r.due_after, r.before_user) AS t (user_id);

-- What is claimed is read in the same transaction: what had made it dirty is seen.
-- name: claim_jobs
UPDATE jobs SET state = 'running', attempts = attempts + 1, dirty = FALSE, held_because = NULL, lease_owner = ?3,
    lease_until = ?4, updated_at = ?2
WHERE id IN (SELECT id FROM jobs
             WHERE user_id = ?1 AND state = 'waiting' AND not_before <= ?2 AND not_before >= ?6
             ORDER BY not_before, id LIMIT ?5)
RETURNING id, public_id, user_id, kind, call_id, phone_number, analysis_key, attempts, processing_id, not_before;

-- "+ 0": those that were chosen are found by their ids, not among all jobs of the tenant.
-- name: claim_jobs (postgres)
UPDATE jobs SET state = 'running', attempts = attempts + 1, dirty = FALSE, held_because = NULL, lease_owner = ?3,
    lease_until = ?4, updated_at = ?2
WHERE user_id + 0 = ?1 AND id = ANY (ARRAY(
    SELECT id FROM jobs
    WHERE user_id = ?1 AND state = 'waiting' AND not_before <= ?2 AND not_before >= ?6
    ORDER BY not_before, id LIMIT ?5 FOR UPDATE SKIP LOCKED))
RETURNING id, public_id, user_id, kind, call_id, phone_number, analysis_key, attempts, processing_id, not_before;

-- name: next_job_due
SELECT min(not_before) FROM jobs WHERE user_id = ?1 AND state = 'waiting';

-- A job that became dirty while it ran starts over, with a fresh count of attempts.
-- name: finish_job
UPDATE jobs SET state = CASE WHEN dirty THEN 'waiting' ELSE ?4 END,
    attempts = CASE WHEN dirty THEN 0 ELSE attempts END, dirty = FALSE, not_before = ?5, lease_owner = NULL,
    lease_until = NULL, last_error = ?6, updated_at = ?5
WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3
RETURNING state;

-- name: complete_job
UPDATE jobs SET state = CASE WHEN dirty THEN 'waiting' ELSE 'done' END,
    attempts = CASE WHEN dirty THEN 0 ELSE attempts END, dirty = FALSE, not_before = ?4, lease_owner = NULL,
    lease_until = NULL, last_error = NULL, updated_at = ?4
WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- The state is asked for so that no index goes by it: that of running jobs has few rows, but while somebody holds a
-- snapshot, as a dump does, also all that ran since.
-- name: complete_job (postgres)
UPDATE jobs AS j SET state = CASE WHEN dirty THEN 'waiting' ELSE 'done' END,
    attempts = CASE WHEN dirty THEN 0 ELSE attempts END, dirty = FALSE, not_before = r.at, lease_owner = NULL,
    lease_until = NULL, last_error = NULL, updated_at = r.at
FROM unnest(?1::bigint[], ?2::bigint[], ?3::text[], ?4::timestamptz[]) AS r (user_id, id, lease_owner, at)
WHERE j.user_id + 0 = r.user_id AND j.id = r.id AND coalesce(j.state, '') = 'running'
    AND j.lease_owner = r.lease_owner;

-- name: postpone_job
UPDATE jobs SET state = 'waiting', attempts = attempts - ?6, not_before = ?4, lease_owner = NULL,
    lease_until = NULL, last_error = ?5, updated_at = ?7
WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- name: extend_lease
UPDATE jobs SET lease_until = ?4 WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;

-- As in complete_job.
-- name: extend_lease (postgres)
UPDATE jobs AS j SET lease_until = r.lease_until
FROM unnest(?1::bigint[], ?2::bigint[], ?3::text[], ?4::timestamptz[]) AS r (user_id, id, lease_owner, lease_until)
WHERE j.user_id + 0 = r.user_id AND j.id = r.id AND coalesce(j.state, '') = 'running'
    AND j.lease_owner = r.lease_owner;

-- Jobs of a node that is gone wait again.
-- name: release_expired_jobs
UPDATE jobs SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = ?1
WHERE state = 'running' AND lease_until < ?1
RETURNING id;

-- name: release_expired_jobs (postgres)
SELECT id FROM callfold_release_expired_jobs(?1) AS j (id);

-- name: release_jobs_of_others
UPDATE jobs SET state = 'waiting', lease_owner = NULL, lease_until = NULL, updated_at = ?2
WHERE state = 'running' AND lease_owner <> ?1
RETURNING id;

-- The sign keeps the engine from walking along all jobs for the order.
-- name: select_running_jobs_of_owner
SELECT id, user_id FROM jobs WHERE state = 'running' AND lease_owner = ?1 ORDER BY +id;

-- name: select_running_jobs_of_owner (postgres)
SELECT id, user_id FROM callfold_running_jobs_of_owner(?1);

-- A part of them at a time: a tenant may hold a million.
-- name: hold_jobs
UPDATE jobs SET held_because = ?2
WHERE user_id = ?1 AND id IN (
    SELECT id FROM jobs
    WHERE user_id = ?1 AND state = 'waiting' AND not_before >= ?3 AND (not_before > ?3 OR id > ?4)
        AND (not_before <= ?5 OR ?5 IS NULL)
    ORDER BY not_before, id LIMIT ?6)
RETURNING not_before, id;

-- name: hold_jobs (postgres)
UPDATE jobs SET held_because = ?2
WHERE user_id + 0 = ?1 AND id = ANY (ARRAY(
    SELECT id FROM jobs
    WHERE user_id = ?1 AND state = 'waiting' AND not_before >= ?3 AND (not_before > ?3 OR id > ?4)
        AND (not_before <= ?5 OR ?5 IS NULL)
    ORDER BY not_before, id LIMIT ?6))
RETURNING not_before, id;

-- name: abandon_model_requests_of_job
UPDATE model_requests SET outcome = 'abandoned' WHERE job_id = ?1 AND outcome = 'sent';

-- A request whose job does not run has nobody who waits for its answer.
-- name: abandon_model_requests_without_job
UPDATE model_requests SET outcome = 'abandoned'
WHERE outcome = 'sent' AND job_id NOT IN (SELECT id FROM jobs WHERE state = 'running');

-- name: abandon_model_requests_without_job (postgres)
SELECT callfold_abandon_model_requests_without_job() AS changed_rows;

-- name: select_job_lease
SELECT 1 FROM jobs WHERE user_id = ?1 AND id = ?2 AND state = 'running' AND lease_owner = ?3;
