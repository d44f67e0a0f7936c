-- Calls as ingest writes them. What the API reads is in call_queries.sql.

-- A writing transaction of SQLite has the whole database for itself: looking is locking.
-- name: lock_call
SELECT id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at
FROM calls WHERE user_id = ?1 AND provider = ?2 AND execution_id = ?3;

-- name: lock_call (postgres)
SELECT c.id, c.public_id, c.user_id, c.provider, c.execution_id, c.credits_charged_micro, c.charge_count,
    c.analysis_key, c.phone_number, c.contributions, c.analysis_status, c.call_lifecycle_status, c.attempt,
    c.sealed_at IS NOT NULL, c.erased_at IS NOT NULL, c.last_arrival_at, c.agent_id, c.ringing_started_at,
    c.call_answered_at
FROM unnest(?1::bigint[], ?2::text[], ?3::text[]) WITH ORDINALITY AS r (user_id, provider, execution_id, place)
    JOIN calls AS c ON c.user_id = r.user_id AND c.provider = r.provider AND c.execution_id = r.execution_id
ORDER BY r.place
FOR NO KEY UPDATE OF c;

-- name: insert_call
INSERT INTO calls (public_id, user_id, provider, execution_id, last_arrival_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5)
ON CONFLICT (user_id, provider, execution_id) DO UPDATE SET updated_at = excluded.updated_at
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at;

-- name: insert_call (postgres)
INSERT INTO calls (public_id, user_id, provider, execution_id, last_arrival_at, created_at, updated_at)
SELECT r.public_id, r.user_id, r.provider, r.execution_id, r.arrived_at, r.arrived_at, r.arrived_at
FROM unnest(?1::uuid[], ?2::bigint[], ?3::text[], ?4::text[], ?5::timestamptz[]) WITH ORDINALITY
    AS r (public_id, user_id, provider, execution_id, arrived_at, place)
ORDER BY r.place
ON CONFLICT (user_id, provider, execution_id) DO UPDATE SET updated_at = excluded.updated_at
RETURNING id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at;

-- name: lock_call_by_id
SELECT id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at
FROM calls WHERE user_id = ?1 AND id = ?2;

-- name: lock_call_by_id (postgres)
SELECT id, public_id, user_id, provider, execution_id, credits_charged_micro, charge_count,
    analysis_key, phone_number, contributions, analysis_status, call_lifecycle_status, attempt,
    sealed_at IS NOT NULL, erased_at IS NOT NULL, last_arrival_at, agent_id, ringing_started_at,
    call_answered_at
FROM calls WHERE user_id = ?1 AND id = ?2
FOR NO KEY UPDATE;

-- For an engine that writes the indexes of the columns that are named: those that seldom change have statements of
-- their own, since an index is written whether the value changed or not.
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

-- For an engine that writes all indexes of a row with every change of it.
-- name: write_whole_call
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
    updated_at = ?41, agent_id = ?42, phone_number = ?43, ringing_started_at = ?44, call_answered_at = ?45,
    analysis_status = ?46
WHERE user_id = ?1 AND id = ?2;

-- name: write_whole_call (postgres)
UPDATE calls AS c SET
    batch_id = r.batch_id, agent_phone_number = r.agent_phone_number, direction = r.direction,
    customer_name = r.customer_name, call_lifecycle_status = r.call_lifecycle_status, outcome = r.outcome,
    attempt = r.attempt, queued_at = r.queued_at, initiated_at = r.initiated_at,
    call_disconnected_at = r.call_disconnected_at, completed_at = r.completed_at, ended_at = r.ended_at,
    first_occurred_at = r.first_occurred_at, last_event_at = r.last_event_at, duration_ms = r.duration_ms,
    telephony_ms = r.telephony_ms, billable_ms = r.billable_ms, voicemail = r.voicemail,
    customer_spoke = r.customer_spoke, recording_url = r.recording_url, error_message = r.error_message,
    hangup_by = r.hangup_by, hangup_provider_word = r.hangup_provider_word,
    hangup_reason = r.hangup_reason, hangup_provider_code = r.hangup_provider_code,
    cost_micro = r.cost_micro, cost_currency = r.cost_currency, summary = r.summary,
    extracted_data = r.extracted_data, transcript_digest = r.transcript_digest,
    analysis_key = r.analysis_key, credits_charged_micro = r.credits_charged_micro,
    charge_count = r.charge_count, unbilled = r.unbilled, unknown_statuses = r.unknown_statuses,
    contributions = r.contributions, last_arrival_at = r.last_arrival_at,
    duplicates = c.duplicates + r.new_duplicates, updated_at = r.updated_at, agent_id = r.agent_id,
    phone_number = r.phone_number, ringing_started_at = r.ringing_started_at,
    call_answered_at = r.call_answered_at, analysis_status = r.analysis_status
FROM unnest(
        ?1::bigint[], ?2::bigint[], ?3::text[], ?4::text[], ?5::text[], ?6::text[], ?7::text[],
        ?8::text[], ?9::bigint[], ?10::timestamptz[], ?11::timestamptz[], ?12::timestamptz[],
        ?13::timestamptz[], ?14::timestamptz[], ?15::timestamptz[], ?16::timestamptz[], ?17::bigint[],
        ?18::bigint[], ?19::bigint[], ?20::boolean[], ?21::boolean[], ?22::text[], ?23::text[],
        ?24::text[], ?25::text[], ?26::text[], ?27::text[], ?28::bigint[], ?29::text[], ?30::text[],
        ?31::json[], ?32::bytea[], ?33::bytea[], ?34::bigint[], ?35::bigint[], ?36::boolean[],
        ?37::jsonb[], ?38::jsonb[], ?39::timestamptz[], ?40::bigint[], ?41::timestamptz[],
        ?42::bigint[], ?43::text[], ?44::timestamptz[], ?45::timestamptz[], ?46::text[]
    ) AS r (
        user_id, id, batch_id, agent_phone_number, direction, customer_name, call_lifecycle_status,
        outcome, attempt, queued_at, initiated_at, call_disconnected_at, completed_at, ended_at,
        first_occurred_at, last_event_at, duration_ms, telephony_ms, billable_ms, voicemail,
        customer_spoke, recording_url, error_message, hangup_by, hangup_provider_word, hangup_reason,
        hangup_provider_code, cost_micro, cost_currency, summary, extracted_data, transcript_digest,
        analysis_key, credits_charged_micro, charge_count, unbilled, unknown_statuses, contributions,
        last_arrival_at, new_duplicates, updated_at, agent_id, phone_number, ringing_started_at,
        call_answered_at, analysis_status
    )
WHERE c.user_id = r.user_id AND c.id = r.id;

-- A sealed call keeps what it is; only the arrival is counted.
-- name: touch_call
UPDATE calls SET duplicates = duplicates + ?3, updated_at = ?4 WHERE user_id = ?1 AND id = ?2;
