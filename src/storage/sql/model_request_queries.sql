-- Requests to the model as the API reads them.

-- name: select_model_requests_of_call
SELECT public_id, analysis_type, analyzer, model, prompt_version, outcome, was_applied, sent_at, answered_at,
    duration_ms, http_status, input_tokens, cached_tokens, output_tokens, error
FROM model_requests WHERE user_id = ?1 AND call_id = ?2 ORDER BY id;
