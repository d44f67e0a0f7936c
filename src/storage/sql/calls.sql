-- Calls as ingest writes them. What the API reads is in call_queries.sql.

-- A writing transaction of SQLite has the whole database for itself: looking is locking.
-- name: lock_call
SELECT id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at
FROM calls WHERE user_id = ?1 AND provider = ?2 AND execution_id = ?3;

-- name: insert_call
INSERT INTO calls (public_id, user_id, provider, execution_id, last_arrival_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)
ON CONFLICT (user_id, provider, execution_id) DO UPDATE SET updated_at = excluded.updated_at
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at;

-- name: lock_call_by_id
UPDATE calls SET updated_at = updated_at
WHERE user_id = ?1 AND id = ?2
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at;

-- The indexed columns that seldom change have statements of their own: an index is written whether the
-- value changed or not.
-- name: write_call
UPDATE calls SET
    batch_id = ?3, agent_phone_number = ?4, direction = ?5, customer_name = ?6,
    call_lifecycle_status = ?7, outcome = ?8, attempt = ?9, queued_at = ?10, initiated_at = ?11,
    call_disconnected_at = ?12, completed_at = ?13, ended_at = ?14, first_occurred_at = ?15,
    last_event_at = ?16, duration_ms = ?17, telephony_ms = ?18, billable_ms = ?19, voicemail = ?20,
    customer_spoke = ?21, recording_url = ?22, error_message = ?23, hangup_by = ?24,
    hangup_provider_word = ?25, hangup_reason = ?26, hangup_provider_code = ?27, cost_micro = ?28,
    cost_currency = ?29, summary = ?30, extracted_data = ?31, transcript_digest = ?32,
    analysis_key = ?33, credits_charged_micro = ?34, charge_count = ?35, unbilled = ?36,
    unknown_statuses = ?37, contributions = ?38, last_arrival_at = ?39, duplicates = duplicates + ?40,
    updated_at = ?41
WHERE user_id = ?1 AND id = ?2;

-- name: write_call_parties
UPDATE calls SET agent_id = ?3, phone_number = ?4 WHERE user_id = ?1 AND id = ?2;

-- name: write_call_stages
UPDATE calls SET ringing_started_at = ?3, call_answered_at = ?4 WHERE user_id = ?1 AND id = ?2;

-- A sealed call keeps what it is; only the arrival is counted.
-- name: touch_call
UPDATE calls SET duplicates = duplicates + ?3, updated_at = ?4 WHERE user_id = ?1 AND id = ?2;
