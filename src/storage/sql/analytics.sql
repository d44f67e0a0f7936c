-- Analyses as they are written. What the API reads is in analytics_queries.sql.

-- In the order in which ingest locks calls. A writing transaction of SQLite is alone anyway.
-- name: lock_analyzed_call
SELECT user_id, phone_number FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: lock_analyzed_call (postgres)
SELECT c.user_id, c.phone_number
FROM unnest(?1::bigint[], ?2::bigint[]) AS r (user_id, id)
    JOIN calls AS c ON c.user_id = r.user_id AND c.id = r.id
ORDER BY c.user_id, c.provider COLLATE "C", c.execution_id COLLATE "C"
FOR NO KEY UPDATE OF c;

-- A lock without a row: a lead may have none yet. A writing transaction of SQLite is alone anyway.
-- name: lock_lead
SELECT ?1, ?2;

-- name: lock_lead (postgres)
SELECT pg_advisory_xact_lock(hashtextextended(r.phone_number, r.user_id))
FROM unnest(?1::bigint[], ?2::text[]) AS r (user_id, phone_number);

-- name: withdraw_individual
DELETE FROM lead_analytics WHERE user_id = ?1 AND call_id = ?2 AND analysis_type = 'individual';

-- name: move_individual
UPDATE lead_analytics SET phone_number = ?3
WHERE user_id = ?1 AND call_id = ?2 AND analysis_type = 'individual';

-- name: mark_complete_stale
UPDATE lead_analytics SET summary_is_stale = TRUE
WHERE user_id = ?1 AND phone_number = ?2 AND analysis_type = 'complete';

-- name: mark_complete_current
UPDATE lead_analytics SET summary_is_stale = FALSE
WHERE user_id = ?1 AND phone_number = ?2 AND analysis_type = 'complete';

-- name: select_analyzed_call
SELECT id, public_id, execution_id, agent_id, phone_number, direction, ended_at, duration_ms, outcome,
    customer_name, extracted_data, analysis_key, erased_at IS NOT NULL
FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: select_analyzed_calls_of_lead
SELECT id, public_id, execution_id, agent_id, phone_number, direction, ended_at, duration_ms, outcome,
    customer_name, extracted_data, analysis_key, erased_at IS NOT NULL
FROM calls WHERE user_id = ?1 AND phone_number = ?2 AND analysis_key IS NOT NULL
ORDER BY ended_at, id;

-- name: set_analysis_status
UPDATE calls SET analysis_status = ?3, updated_at = ?4 WHERE user_id = ?1 AND id = ?2;

-- name: set_analysis_status (postgres)
UPDATE calls AS c SET analysis_status = r.analysis_status, updated_at = r.updated_at
FROM unnest(?1::bigint[], ?2::bigint[], ?3::text[], ?4::timestamptz[])
    AS r (user_id, id, analysis_status, updated_at)
WHERE c.user_id = r.user_id AND c.id = r.id;

-- Nothing comes any more of an analysis whose words are forgotten.
-- name: skip_forgotten_analysis
UPDATE calls SET analysis_status = 'skipped', updated_at = ?3
WHERE user_id = ?1 AND id = ?2 AND analysis_status IN ('pending', 'failed')
    AND (sealed_at IS NOT NULL OR erased_at IS NOT NULL);

-- name: insert_individual
INSERT INTO lead_analytics (public_id, user_id, analysis_type, call_id, phone_number, latest_call_id,
    analysis_timestamp, analysis_key, analyzer, model, prompt_version, model_request_id, dropped_fields,
    total_score, score_level, lead_tag, intent_score, intent_level, urgency_score, urgency_level,
    budget_score, budget_level, fit_score, fit_level, engagement_score, engagement_level, sentiment,
    sentiment_score, summary, outcome, key_topics, objections, pain_points, interests, next_steps,
    key_decision_factors, recommended_actions, customer_name, customer_email, customer_phone, extra)
VALUES (?1, ?2, 'individual', ?3, ?4, ?3, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
    ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38,
    ?39);

-- name: select_individuals_of_lead
SELECT a.call_id, a.analysis_key, c.ended_at, a.total_score, a.intent_score, a.urgency_score,
    a.budget_score, a.fit_score, a.engagement_score, a.sentiment, a.summary, a.outcome, a.key_topics,
    a.objections, a.pain_points, a.interests, a.next_steps, a.key_decision_factors,
    a.recommended_actions, a.customer_name, a.customer_email, a.customer_phone, a.extra
FROM lead_analytics AS a JOIN calls AS c ON c.id = a.call_id
WHERE a.user_id = ?1 AND a.phone_number = ?2 AND a.analysis_type = 'individual' AND c.user_id = ?1
ORDER BY c.ended_at, c.id;

-- name: delete_complete
DELETE FROM lead_analytics WHERE user_id = ?1 AND phone_number = ?2 AND analysis_type = 'complete';

-- name: insert_complete
INSERT INTO lead_analytics (public_id, user_id, analysis_type, phone_number, latest_call_id,
    previous_calls_analyzed, covered, statistics, analysis_timestamp, analyzer, model, prompt_version,
    model_request_id, dropped_fields,
    total_score, score_level, lead_tag, intent_score, intent_level, urgency_score, urgency_level,
    budget_score, budget_level, fit_score, fit_level, engagement_score, engagement_level, sentiment,
    sentiment_score, summary, outcome, key_topics, objections, pain_points, interests, next_steps,
    key_decision_factors, recommended_actions, customer_name, customer_email, customer_phone, extra)
VALUES (?1, ?2, 'complete', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
    ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39,
    ?40, ?41);

-- name: select_complete
SELECT covered, summary, summary_is_stale, lead_tag, public_id FROM lead_analytics
WHERE user_id = ?1 AND phone_number = ?2 AND analysis_type = 'complete';

-- name: update_lead_statistics
UPDATE lead_analytics SET statistics = ?3
WHERE user_id = ?1 AND phone_number = ?2 AND analysis_type = 'complete';

