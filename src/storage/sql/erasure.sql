-- Forgetting: of a person (erase), and of what is older than the period (retention).

-- The index is named because the engine would rather walk along all calls in their order.
-- name: select_calls_of_person
SELECT id FROM calls INDEXED BY idx_calls_phone WHERE user_id = ?1 AND phone_number = ?2
ORDER BY provider, execution_id;

-- As bytes, which is how a batch of webhooks locks them; and no index has that order, along which all calls would be
-- looked through.
-- name: select_calls_of_person (postgres)
SELECT id FROM calls WHERE user_id = ?1 AND phone_number = ?2
ORDER BY provider COLLATE "C", execution_id COLLATE "C";

-- name: select_event_facts_of_call
SELECT id, facts FROM call_events WHERE user_id = ?1 AND call_id = ?2;

-- name: strip_event
UPDATE call_events SET facts = ?3, warnings = NULL, erased = TRUE WHERE user_id = ?1 AND id = ?2;

-- name: rewrite_event_facts
UPDATE call_events SET facts = ?3 WHERE user_id = ?1 AND id = ?2;

-- name: select_old_late_facts
SELECT e.id, e.facts FROM call_events AS e JOIN raw_bodies AS r ON r.event_id = e.id
WHERE e.user_id = ?1 AND e.late = 1 AND e.received_at < ?2;

-- name: select_old_late_facts (postgres)
SELECT e.id, e.facts FROM call_events AS e JOIN raw_bodies AS r ON r.event_id = e.id
WHERE e.user_id = ?1 AND e.late AND e.received_at < ?2;

-- name: delete_raw_bodies_of_call
DELETE FROM raw_bodies WHERE user_id = ?1
    AND event_id IN (SELECT id FROM call_events WHERE user_id = ?1 AND call_id = ?2);

-- Whoever indexes the words at this moment is waited for, and sees that they are gone.
-- name: lock_transcripts_of_call
SELECT id FROM transcripts WHERE user_id = ?1 AND call_id = ?2;

-- name: lock_transcripts_of_call (postgres)
SELECT id FROM transcripts WHERE user_id = ?1 AND call_id = ?2 FOR UPDATE;

-- name: delete_words_of_call
DELETE FROM transcript_words
WHERE rowid IN (SELECT id FROM transcripts WHERE user_id = ?1 AND call_id = ?2);

-- name: delete_transcripts_of_call
DELETE FROM transcripts WHERE user_id = ?1 AND call_id = ?2;

-- name: strip_call
UPDATE calls SET phone_number = NULL, agent_phone_number = NULL, customer_name = NULL,
    recording_url = NULL, error_message = NULL, hangup_by = NULL, hangup_provider_word = NULL,
    hangup_reason = NULL, hangup_provider_code = NULL, summary = NULL, extracted_data = NULL,
    erased_at = ?3, updated_at = ?3
WHERE user_id = ?1 AND id = ?2;

-- name: cancel_jobs_of_call
UPDATE jobs SET state = 'canceled', lease_owner = NULL, lease_until = NULL, updated_at = ?3
WHERE user_id = ?1 AND call_id = ?2 AND state IN ('waiting', 'running');

-- Nothing is left that a failed one could try again.
-- name: strip_jobs_of_call
UPDATE jobs SET last_error = NULL,
    state = CASE WHEN state = 'done' THEN 'done' ELSE 'canceled' END,
    lease_owner = NULL, lease_until = NULL
WHERE user_id = ?1 AND call_id = ?2;

-- name: strip_jobs_of_person
UPDATE jobs SET last_error = NULL, phone_number = NULL, key = 'lead/erased/' || id,
    state = CASE WHEN state = 'done' THEN 'done' ELSE 'canceled' END,
    lease_owner = NULL, lease_until = NULL
WHERE user_id = ?1 AND phone_number = ?2;

-- name: strip_model_requests_of_call
UPDATE model_requests SET raw_answer = NULL, error = NULL WHERE user_id = ?1 AND call_id = ?2;

-- name: strip_model_requests_of_person
UPDATE model_requests SET raw_answer = NULL, error = NULL, phone_number = NULL
WHERE user_id = ?1 AND phone_number = ?2;

-- name: delete_analyses_of_person
DELETE FROM lead_analytics WHERE user_id = ?1 AND phone_number = ?2;

-- A call may have belonged to another lead, whose analysis holds what was said until it is made anew.
-- name: delete_outdated_analyses_over_call
DELETE FROM lead_analytics INDEXED BY idx_lead_analytics_stale
WHERE user_id = ?1 AND analysis_type = 'complete' AND summary_is_stale = 1
    AND EXISTS (SELECT 1 FROM json_each(covered) AS entry WHERE json_extract(entry.value, '$[0]') = ?2);

-- name: delete_outdated_analyses_over_call (postgres)
DELETE FROM lead_analytics WHERE user_id = ?1 AND analysis_type = 'complete' AND summary_is_stale
    AND EXISTS (SELECT 1 FROM jsonb_array_elements(covered) AS entry WHERE (entry -> 0)::bigint = ?2);

-- name: delete_notifications_of_call
DELETE FROM notifications WHERE user_id = ?1 AND call_id = ?2;

-- name: delete_notifications_of_person
DELETE FROM notifications WHERE user_id = ?1 AND phone_number = ?2;

-- name: delete_contact_of_person
DELETE FROM contacts WHERE user_id = ?1 AND phone_number = ?2;

-- A quarantined body has no call to find it by: the number is searched in what can be read of it.
-- name: select_quarantined_bodies
SELECT id, body, byte_count FROM quarantine WHERE user_id = ?1;

-- name: delete_quarantined
DELETE FROM quarantine WHERE user_id = ?1 AND id = ?2;

-- A walk along the calls by their age, in bounded parts: no index tells which of them are sealed.
-- name: select_calls_by_age
SELECT id, created_at, sealed_at IS NOT NULL, last_arrival_at FROM calls
WHERE user_id = ?1 AND (created_at, id) > (?2, ?3) AND created_at < ?4 ORDER BY created_at, id LIMIT ?5;

-- name: seal_call
UPDATE calls SET sealed_at = ?3, summary = NULL, extracted_data = NULL, updated_at = ?3
WHERE user_id = ?1 AND id = ?2;

-- name: strip_individual_texts
UPDATE lead_analytics SET summary = '', outcome = NULL, key_topics = '[]', objections = '[]',
    pain_points = '[]', interests = '[]', next_steps = '[]', key_decision_factors = '[]',
    recommended_actions = '[]', dropped_fields = '[]', extra = '{}'
WHERE user_id = ?1 AND call_id = ?2 AND analysis_type = 'individual';

-- name: delete_old_quarantine
DELETE FROM quarantine WHERE user_id = ?1 AND received_at < ?2;

-- name: delete_old_model_answers
UPDATE model_requests SET raw_answer = NULL
WHERE user_id = ?1 AND sent_at >= ?2 AND sent_at < ?3 AND raw_answer IS NOT NULL;

-- name: delete_old_late_bodies
DELETE FROM raw_bodies WHERE user_id = ?1
    AND event_id IN (SELECT id FROM call_events WHERE user_id = ?1 AND late = 1 AND received_at < ?2);

-- name: delete_old_late_bodies (postgres)
DELETE FROM raw_bodies WHERE user_id = ?1
    AND event_id IN (SELECT id FROM call_events WHERE user_id = ?1 AND late AND received_at < ?2);
