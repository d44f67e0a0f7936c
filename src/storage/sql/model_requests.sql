-- The audit and the bill of the analysis. What the API reads is in model_request_queries.sql.

-- name: insert_model_request
INSERT INTO model_requests (public_id, user_id, job_id, analysis_type, call_id, phone_number, analysis_key,
    analyzer, outcome, sent_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'sent', ?9)
RETURNING id, job_id;

-- name: insert_model_request (postgres)
INSERT INTO model_requests (public_id, user_id, job_id, analysis_type, call_id, phone_number, analysis_key,
    analyzer, outcome, sent_at)
SELECT r.public_id, r.user_id, r.job_id, r.analysis_type, r.call_id, r.phone_number, r.analysis_key, r.analyzer, 'sent',
    r.at
FROM unnest(?1::uuid[], ?2::bigint[], ?3::bigint[], ?4::text[], ?5::bigint[], ?6::text[], ?7::bytea[], ?8::text[],
    ?9::timestamptz[])
    AS r (public_id, user_id, job_id, analysis_type, call_id, phone_number, analysis_key, analyzer, at)
RETURNING id, job_id;

-- An answer is stored once: when it is not known whether a commit was made, it is stored again.
-- name: store_model_answer
UPDATE model_requests SET outcome = ?3, model = ?4, prompt_version = ?5, answered_at = ?6,
    duration_ms = ?7, http_status = ?8, input_tokens = ?9, cached_tokens = ?10, output_tokens = ?11,
    reasoning_tokens = ?12, error = ?13, error_code = ?14, raw_answer = ?15, was_applied = ?16
WHERE user_id = ?1 AND id = ?2 AND answered_at IS NULL;

-- Of all requests about the lead, not of those about one of its calls: what they cost stays.
-- name: forget_answers_about_lead
UPDATE model_requests SET raw_answer = NULL, error = NULL
WHERE user_id = ?1 AND phone_number = ?2 AND call_id IS NULL;

-- name: select_tokens_since
SELECT CAST(coalesce(sum(input_tokens + output_tokens), 0) AS BIGINT) FROM model_requests
WHERE user_id = ?1 AND sent_at >= ?2;

-- The index is named because the engine would rather walk along all requests since then.
-- name: select_unusable_answers_of_job
SELECT count(*) FROM model_requests INDEXED BY idx_model_requests_unusable
WHERE user_id = ?1 AND job_id = ?2 AND outcome = 'unusable'
    AND sent_at >= (SELECT created_at FROM jobs WHERE user_id = ?1 AND id = ?2);

-- name: select_unusable_answers_of_job (postgres)
SELECT count(*) FROM model_requests WHERE user_id = ?1 AND job_id = ?2 AND outcome = 'unusable'
    AND sent_at >= (SELECT created_at FROM jobs WHERE user_id = ?1 AND id = ?2);
