-- Calls as ingest writes them. What the API reads is in call_queries.sql.

-- name: lock_call
INSERT INTO calls (public_id, user_id, provider, execution_id, last_arrival_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)
ON CONFLICT (user_id, provider, execution_id)
    DO UPDATE SET last_arrival_at = max(last_arrival_at, excluded.last_arrival_at)
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at;

-- name: lock_call_by_id
UPDATE calls SET updated_at = updated_at
WHERE user_id = ?1 AND id = ?2
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at;

-- name: write_call
UPDATE calls SET
    agent_id = ?3, batch_id = ?4, phone_number = ?5, agent_phone_number = ?6, direction = ?7,
    customer_name = ?8, call_lifecycle_status = ?9, outcome = ?10, attempt = ?11, queued_at = ?12,
    initiated_at = ?13, ringing_started_at = ?14, call_answered_at = ?15, call_disconnected_at = ?16,
    completed_at = ?17, ended_at = ?18, first_occurred_at = ?19, last_event_at = ?20, duration_ms = ?21,
    telephony_ms = ?22, billable_ms = ?23, voicemail = ?24, customer_spoke = ?25, recording_url = ?26,
    error_message = ?27, hangup_by = ?28, hangup_provider_word = ?29, hangup_reason = ?30,
    hangup_provider_code = ?31, cost_micro = ?32, cost_currency = ?33, summary = ?34,
    extracted_data = ?35, transcript_digest = ?36, analysis_key = ?37, analysis_status = ?38,
    credits_charged_micro = ?39, charge_count = ?40, unbilled = ?41, unknown_statuses = ?42,
    contributions = ?43, duplicates = duplicates + ?44, updated_at = ?45
WHERE user_id = ?1 AND id = ?2;

-- A sealed call keeps what it is; only the arrival is counted.
-- name: touch_call
UPDATE calls SET duplicates = duplicates + ?3, updated_at = ?4 WHERE user_id = ?1 AND id = ?2;
